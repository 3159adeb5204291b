package dev.margay.server.listen;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.margay.server.config.ListenAddress;
import dev.margay.server.config.TlsIdentity;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class ListenerTest {
  private final Logger connections = (Logger) LoggerFactory.getLogger(AbstractConnection.class);
  private final Queue<String> said = new ConcurrentLinkedQueue<>();
  private final AppenderBase<ILoggingEvent> ear =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          said.add(event.getFormattedMessage());
        }
      };
  private final SslContextFactory.Client tls = new SslContextFactory.Client(true);
  private Server server;

  @BeforeEach
  void start() throws Exception {
    TlsIdentity identity = ServerIdentity.rsa();
    server = new Server(Listener.threads("test"), null, Listener.buffers());
    server.setHandler(
        new Handler.Abstract.NonBlocking() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            callback.succeeded();
            return true;
          }
        });
    server.addConnector(
        Listener.visitors(
            server, new ListenAddress("127.0.0.1", 0), false, Optional.of(() -> identity)));
    server.start();
    tls.start();
    ear.setContext(connections.getLoggerContext());
    ear.start();
    connections.addAppender(ear);
    connections.setLevel(Level.INFO);
  }

  @AfterEach
  void stop() throws Exception {
    connections.setLevel(null);
    connections.detachAppender(ear);
    tls.stop();
    server.stop();
  }

  /** Jetty says at level INFO what a listener threw, and goes on. */
  @ParameterizedTest
  @ValueSource(strings = {"h2", "http/1.1"})
  void noListenerOfConnectionsFails(String protocol) throws Exception {
    visit(protocol);
    server.stop();
    assertThat(said).noneMatch(sentence -> sentence.contains("listener"));
  }

  /** Engines live until Java has finalized them, and what they know lives as long. */
  @ParameterizedTest
  @ValueSource(strings = {"h2", "http/1.1"})
  void anEndedConnectionIsNotKeptByItsEngine(String protocol) throws Exception {
    ServerConnector connector = (ServerConnector) server.getConnectors()[0];
    List<SSLEngine> engines = new ArrayList<>();
    visit(
        protocol,
        () ->
            connector
                .getConnectedEndPoints()
                .forEach(each -> engines.add(engine(each.getConnection()))));
    await().atMost(Duration.ofSeconds(10)).until(() -> connector.getConnectedEndPoints().isEmpty());
    assertThat(engines).hasSize(1);
    assertThat(engines.get(0).getHandshakeApplicationProtocolSelector()).isNull();
  }

  private static SSLEngine engine(Connection connection) {
    return ((SslConnection) connection).getSSLEngine();
  }

  /** Those who find no place come again after a second. */
  @Test
  void aCrowdMayComeAtOneMoment() {
    ServerConnector connector = (ServerConnector) server.getConnectors()[0];
    assertThat(connector.getAcceptQueueSize()).isGreaterThan(1000);
  }

  private void visit(String protocol) throws IOException {
    visit(protocol, () -> {});
  }

  /**
   * Asks for something.
   *
   * @param meanwhile done while the connection is open
   */
  private void visit(String protocol, Runnable meanwhile) throws IOException {
    int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    try (SSLSocket socket =
        (SSLSocket) tls.getSslContext().getSocketFactory().createSocket("127.0.0.1", port)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {protocol});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      socket.getOutputStream().write(request(protocol).getBytes(US_ASCII));
      assertThat(socket.getInputStream().read()).isNotNegative();
      meanwhile.run();
    }
  }

  private static String request(String protocol) {
    return protocol.equals("h2")
        ? "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0" // with empty SETTINGS
        : "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
  }
}
