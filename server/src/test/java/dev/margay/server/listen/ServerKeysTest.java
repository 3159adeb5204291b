package dev.margay.server.listen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.server.config.ListenAddress;
import dev.margay.server.config.TlsIdentity;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerKeysTest {
  @ParameterizedTest
  @CsvSource({
    "ec-chain.pem, ec-key.pem",
    "rsa-cert.pem, rsa-key.pem",
    "ed25519-cert.pem, ed25519-key.pem"
  })
  void everyKindOfKeyThatIsReadIsServed(String certificate, String key) throws Exception {
    TlsIdentity identity = ServerIdentity.of(certificate, key);
    Server server = new Server(Listener.threads("test"), null, Listener.buffers());
    ServerConnector connector =
        Listener.visitors(
            server, new ListenAddress("127.0.0.1", 0), false, Optional.of(() -> identity));
    server.addConnector(connector);
    SslContextFactory.Client client = new SslContextFactory.Client(true);
    server.start();
    client.start();
    try (SSLSocket socket =
        (SSLSocket)
            client
                .getSslContext()
                .getSocketFactory()
                .createSocket("127.0.0.1", connector.getLocalPort())) {
      socket.startHandshake();
      assertThat(socket.getSession().getPeerCertificates()[0]).isEqualTo(identity.chain().get(0));
    } finally {
      client.stop();
      server.stop();
    }
  }
}
