package dev.margay.server.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.margay.server.config.ListenAddress;
import dev.margay.server.config.TlsIdentity;
import dev.margay.server.http2.WriteBudget;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
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
import org.eclipse.jetty.io.EndPoint;
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
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What can happen to an HTTP/2 connection while a write is held, in every way there is. */
@ParameterizedClass
@EnumSource(CorkedConnectionTest.Way.class)
class CorkedConnectionTest {
  /** How bytes get onto the wire. */
  enum Way {
    PLAIN_TLS,
    CORKED_TLS,
    CORKED_AND_BATCHED_TLS,
    /** By Conscrypt, where it can be loaded. */
    CORKED_AND_BATCHED_FOUND_TLS,
    CORKED_CLEARTEXT;

    boolean tls() {
      return this != CORKED_CLEARTEXT;
    }

    Wire wire() {
      boolean batched = this == CORKED_AND_BATCHED_TLS || this == CORKED_AND_BATCHED_FOUND_TLS;
      TlsLibrary library =
          this == CORKED_AND_BATCHED_FOUND_TLS
              ? TlsLibrary.servingWith(ServerIdentity.rsa().key())
              : TlsLibrary.JDK;
      return new Wire(
          this != PLAIN_TLS, batched, library, Wire.availableCores(), new WriteBudget());
    }
  }

  private static final byte[] BODY = new byte[1000];
  private static final byte[] LARGE = random(1 << 20);

  @Parameter private Way way;
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
      byte[] body = path.equals("/large") ? LARGE : BODY;
      response.write(true, ByteBuffer.wrap(body), callback);
      return true;
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  @BeforeEach
  void start() throws Exception {
    TlsIdentity identity = ServerIdentity.rsa();
    server = new Server(Listener.threads("test"), null, Listener.buffers());
    server.setHandler(new Answers());
    server.setErrorHandler(new ErrorHandler());
    server.setStopTimeout(5000);
    server.addConnector(
        Listener.visitors(
            server,
            new ListenAddress("127.0.0.1", 0),
            false,
            way.tls() ? Optional.of(() -> identity) : Optional.empty(),
            way.wire()));
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
    private final Map<Integer, CRC32> content = new ConcurrentHashMap<>();
    private final CountDownLatch goneAway = new CountDownLatch(1);
    private final int window;

    /** Nothing is read before it is open. */
    private volatile CountDownLatch reading = new CountDownLatch(0);

    private final Session session;

    Visit(int window) throws Exception {
      this.window = window;
      SslContextFactory.Client tls = new SslContextFactory.Client(true);
      tls.start();
      int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
      session =
          client
              .connect(
                  way.tls() ? tls : null,
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                  this)
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
              HttpURI.from((way.tls() ? "https" : "http") + "://127.0.0.1" + path),
              HttpVersion.HTTP_2,
              HttpFields.EMPTY);
      return session.newStream(new HeadersFrame(request, null, true), listener(read));
    }

    private Stream.Listener listener(boolean read) {
      return new Stream.Listener() {
        @Override
        public void onHeaders(Stream stream, HeadersFrame frame) {
          try {
            reading.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
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
          content
              .computeIfAbsent(stream.getId(), id -> new CRC32())
              .update(frame.getByteBuffer().slice());
          bytes.merge(stream.getId(), (long) frame.getByteBuffer().remaining(), Long::sum);
          data.release();
          if (!frame.isEndStream()) {
            stream.demand();
          }
        }
      };
    }

    EndPoint endPoint() {
      return ((HTTP2Session) session).getEndPoint();
    }

    /** Ends the connection without a goodbye. */
    void cut() {
      endPoint().close();
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
    awaitNoConnections();
  }

  @Test
  void parallelDownloadsAreWhatWasSent() throws Exception {
    CRC32 expected = new CRC32();
    expected.update(LARGE);
    List<Visit> visits = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Visit visit = new Visit(i == 0 ? 5000 : 1 << 20);
      for (int j = 0; j < 10; j++) {
        visit.ask("/large", true);
        visit.ask("/small", true);
      }
      visits.add(visit);
    }
    for (Visit visit : visits) {
      visit.awaitBytes(LARGE.length, 10);
      visit.awaitBytes(BODY.length, 10);
      assertThat(visit.bytes)
          .allSatisfy(
              (id, length) -> {
                if (length == LARGE.length) {
                  assertThat(visit.content.get(id).getValue()).isEqualTo(expected.getValue());
                }
              });
    }
  }

  @Test
  void aGoodbyeOfTheVisitorLetsTheAnswersThrough() throws Exception {
    Visit visit = new Visit(1 << 20);
    for (int i = 0; i < 20; i++) {
      visit.ask("/small", true);
    }
    visit.session.close(ErrorCode.NO_ERROR.code, "bye", Callback.NOOP);
    visit.awaitBytes(BODY.length, 20);
    awaitNoConnections();
  }

  @Test
  void aProtocolErrorIsToldAfterTheAnswers() throws Exception {
    Visit visit = new Visit(1 << 20);
    visit.ask("/small", true);
    visit.awaitBytes(BODY.length, 1);
    CompletableFuture<Stream> asked = visit.ask("/small", true);
    // A frame of SETTINGS on a stream (RFC 9113 §6.5): a connection error.
    byte[] mistake = {0, 0, 0, 4, 0, 0, 0, 0, 1};
    asked.get(10, TimeUnit.SECONDS);
    visit.endPoint().write(Callback.NOOP, ByteBuffer.wrap(mistake));
    assertThat(visit.goneAway.await(10, TimeUnit.SECONDS)).isTrue();
    awaitNoConnections();
  }

  @Test
  void aHalfClosedVisitorLeavesNothingBehind() throws Exception {
    Visit visit = new Visit(1 << 20);
    for (int i = 0; i < 20; i++) {
      visit.ask("/small", true);
    }
    visit.endPoint().shutdownOutput();
    awaitNoConnections();
    Visit other = new Visit(1 << 20);
    other.ask("/small", true);
    other.awaitBytes(BODY.length, 1);
  }

  @Test
  void aVisitorWhoseSocketIsFullGetsEverythingInTheEnd() throws Exception {
    Visit visit = new Visit(8 << 20);
    visit.reading = new CountDownLatch(1);
    for (int i = 0; i < 40; i++) {
      visit.ask("/large", true);
      visit.ask("/small", true);
    }
    Thread.sleep(300); // so that the sockets are full, if they can be
    visit.reading.countDown();
    visit.awaitBytes(LARGE.length, 40);
    visit.awaitBytes(BODY.length, 40);
  }

  private void awaitNoConnections() {
    ServerConnector connector = (ServerConnector) server.getConnectors()[0];
    await().atMost(Duration.ofSeconds(20)).until(() -> connector.getConnectedEndPoints().isEmpty());
  }

  /** The answer to a mistake is made before anything else was read. */
  @Test
  void aMistakeAtTheVeryBeginningIsAnswered() throws Exception {
    assumeFalse(way.tls());
    int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0}); // SETTINGS
      out.write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 1}); // and again, on a stream
      out.flush();
      assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
    }
  }
}
