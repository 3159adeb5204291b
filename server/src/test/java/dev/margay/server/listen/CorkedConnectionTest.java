package dev.margay.server.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.margay.server.config.CertificateFiles;
import dev.margay.server.config.ListenAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.http2.frames.SettingsFrame;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can happen to an HTTP/2 connection while a write is held. */
class CorkedConnectionTest {
  private static final Path PEM = Path.of("src/test/resources/dev/margay/server/config");
  private static final byte[] BODY = new byte[1000];

  private Server server;
  private HTTP2Client client;

  /** Answers at once; {@code /throw} throws, {@code /large} sends a megabyte. */
  private static final class Answers extends Handler.Abstract.NonBlocking {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      String path = request.getHttpURI().getPath();
      if (path.equals("/throw")) {
        throw new IllegalStateException("asked for");
      }
      byte[] body = path.equals("/large") ? new byte[1 << 20] : BODY;
      response.write(true, ByteBuffer.wrap(body), callback);
      return true;
    }
  }

  @BeforeEach
  void start() throws Exception {
    CertificateFiles.Reading.Usable identity =
        (CertificateFiles.Reading.Usable)
            CertificateFiles.read(
                PEM.resolve("rsa-cert.pem"), PEM.resolve("rsa-key.pem"), Instant.now());
    server = new Server(Listener.threads("test"), null, Listener.buffers());
    server.setHandler(new Answers());
    server.setErrorHandler(new ErrorHandler());
    server.setStopTimeout(5000);
    server.addConnector(
        Listener.visitors(
            server, new ListenAddress("127.0.0.1", 0), false, Optional.of(identity::identity)));
    server.start();
    client = new HTTP2Client();
    client.start();
  }

  @AfterEach
  void stop() throws Exception {
    client.stop();
    server.stop();
  }

  /** A connection, and what came over it. */
  private final class Visit implements Session.Listener {
    private final Map<Integer, Long> bytes = new ConcurrentHashMap<>();
    private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
    private final CountDownLatch goneAway = new CountDownLatch(1);
    private final int window;
    private final Session session;

    Visit(int window) throws Exception {
      this.window = window;
      SslContextFactory.Client tls = new SslContextFactory.Client(true);
      tls.start();
      int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
      session =
          client
              .connect(tls, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), this)
              .get(10, TimeUnit.SECONDS);
    }

    @Override
    public Map<Integer, Integer> onPreface(Session opened) {
      return Map.of(SettingsFrame.INITIAL_WINDOW_SIZE, window);
    }

    @Override
    public void onGoAway(Session closing, GoAwayFrame frame) {
      goneAway.countDown();
    }

    CompletableFuture<Stream> ask(String path, boolean read) {
      MetaData.Request request =
          new MetaData.Request(
              "GET",
              HttpURI.from("https://127.0.0.1" + path),
              HttpVersion.HTTP_2,
              HttpFields.EMPTY);
      return session.newStream(new HeadersFrame(request, null, true), listener(read));
    }

    private Stream.Listener listener(boolean read) {
      return new Stream.Listener() {
        @Override
        public void onHeaders(Stream stream, HeadersFrame frame) {
          statuses.put(stream.getId(), ((MetaData.Response) frame.getMetaData()).getStatus());
          if (read) {
            stream.demand();
          }
        }

        @Override
        public void onDataAvailable(Stream stream) {
          Stream.Data data = stream.readData();
          if (data == null) {
            stream.demand();
            return;
          }
          DataFrame frame = data.frame();
          bytes.merge(stream.getId(), (long) frame.getByteBuffer().remaining(), Long::sum);
          data.release();
          if (!frame.isEndStream()) {
            stream.demand();
          }
        }
      };
    }

    /** Ends the connection without a goodbye. */
    void cut() {
      ((HTTP2Session) session).getEndPoint().close();
    }

    void awaitBytes(long each, int streams) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> bytes.values().stream().filter(sum -> sum == each).count() == streams);
    }
  }

  @Test
  void aBatchOfRequestsIsAnsweredInFull() throws Exception {
    Visit visit = new Visit(1 << 20);
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < 50; i++) {
        visit.ask("/small", true);
      }
      visit.awaitBytes(BODY.length, 50 * (round + 1));
    }
    assertThat(visit.statuses)
        .hasSize(1000)
        .allSatisfy((id, status) -> assertThat(status).isEqualTo(200));
  }

  @Test
  void aStalledWindowGoesOnWhenItOpens() throws Exception {
    Visit visit = new Visit(100);
    for (int i = 0; i < 20; i++) {
      visit.ask("/small", true);
    }
    visit.awaitBytes(BODY.length, 20);
  }

  @Test
  void streamsThatAreResetDoNotHoldUpTheOthers() throws Exception {
    Visit visit = new Visit(1 << 20);
    List<CompletableFuture<Stream>> reset = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      reset.add(visit.ask("/large", false));
      visit.ask("/small", true);
    }
    for (CompletableFuture<Stream> stream : reset) {
      Stream opened = stream.get(10, TimeUnit.SECONDS);
      opened.reset(
          new ResetFrame(opened.getId(), ErrorCode.CANCEL_STREAM_ERROR.code), Callback.NOOP);
    }
    visit.awaitBytes(BODY.length, 20);
  }

  @Test
  void aHandlerThatThrowsAnswersFiveHundredAndTheOthersAreAnswered() throws Exception {
    Visit visit = new Visit(1 << 20);
    for (int i = 0; i < 10; i++) {
      visit.ask("/small", true);
      visit.ask("/throw", true);
    }
    visit.awaitBytes(BODY.length, 10);
    await().atMost(Duration.ofSeconds(20)).until(() -> visit.statuses.size() == 20);
    assertThat(visit.statuses.values()).filteredOn(status -> status == 500).hasSize(10);
  }

  @Test
  void aVisitorWhoReadsNothingDoesNotHoldUpAnother() throws Exception {
    Visit stalled = new Visit(1);
    for (int i = 0; i < 20; i++) {
      stalled.ask("/large", false);
    }
    Visit visit = new Visit(1 << 20);
    visit.ask("/small", true);
    visit.awaitBytes(BODY.length, 1);
    stalled.cut();
  }

  @Test
  void aStopSaysGoodbyeAfterTheAnswers() throws Exception {
    Visit visit = new Visit(1 << 20);
    for (int i = 0; i < 20; i++) {
      visit.ask("/small", true);
    }
    visit.awaitBytes(BODY.length, 20);
    server.stop();
    assertThat(visit.goneAway.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aConnectionThatIsCutLeavesNothingBehind() throws Exception {
    Visit visit = new Visit(1 << 20);
    for (int i = 0; i < 20; i++) {
      visit.ask("/large", false);
    }
    visit.cut();
    ServerConnector connector = (ServerConnector) server.getConnectors()[0];
    await().atMost(Duration.ofSeconds(20)).until(() -> connector.getConnectedEndPoints().isEmpty());
  }
}
