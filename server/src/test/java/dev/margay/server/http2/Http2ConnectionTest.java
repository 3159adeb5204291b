package dev.margay.server.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a connection does with requests that have content, and with clients of all kinds. */
class Http2ConnectionTest {
  /** SETTINGS_INITIAL_WINDOW_SIZE of zero. */
  private static final byte[] NO_WINDOW = {0, 4, 0, 0, 0, 0};

  private static final byte[] ALL = RawClient.number(1 << 30);
  private static final int MEGABYTES = 5 << 20;
  private static final int BATCH = 16_384;

  private final WriteBudget budget = new WriteBudget();
  private volatile boolean exhausted;
  private Server server;
  private ServerConnector connector;

  /** A request that waits for its answer. */
  private record Asked(Request request, Response response, Callback callback) {}

  private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
  private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();

  /** Answers by path; none of the answers blocks. */
  private final class Answers extends Handler.Abstract.NonBlocking {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      switch (request.getHttpURI().getPath()) {
        case "/echo" -> {
          response.setTrailersSupplier(request::getTrailers);
          Content.copy(request, response, callback);
        }
        case "/ignore" -> {
          response.setStatus(405);
          response.write(true, BufferUtil.toBuffer("no"), callback);
        }
        case "/fields" -> {
          response.getHeaders().put("x-large", "y".repeat(40_000));
          response.setTrailersSupplier(
              () -> HttpFields.build().put("x-larger", "z".repeat(50_000)));
          response.write(true, BufferUtil.toBuffer("body"), callback);
        }
        case "/throw" -> throw new IllegalStateException("asked for");
        case "/read" -> read(request, callback);
        default -> asked.add(new Asked(request, response, callback));
      }
      return true;
    }

    private void read(Request request, Callback callback) {
      Content.Chunk chunk = request.read();
      while (chunk != null && !Content.Chunk.isFailure(chunk)) {
        chunk.release();
        chunk = request.read();
      }
      if (chunk == null) {
        request.demand(() -> read(request, callback));
      } else {
        failures.add(chunk.getFailure());
        callback.failed(chunk.getFailure());
      }
    }
  }

  /** Buffers, unless there is no memory for one as large as a write. */
  private final class Buffers implements ByteBufferPool {
    private final ByteBufferPool pool = new ArrayByteBufferPool();

    @Override
    public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
      if (exhausted && size >= WriteBudget.SMALL) {
        throw new OutOfMemoryError("asked for");
      }
      return pool.acquire(size, direct);
    }

    @Override
    public void clear() {
      pool.clear();
    }
  }

  @BeforeEach
  void start() throws Exception {
    server = new Server(null, null, new Buffers());
    server.setHandler(new Answers());
    HttpConfiguration http = new HttpConfiguration();
    Http2Settings settings = new Http2Settings(http, 128, true, true, budget);
    connector =
        new ServerConnector(
            server,
            null,
            null,
            null,
            0,
            1,
            new HttpConnectionFactory(http),
            Http2ConnectionFactory.overCleartext(settings));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  private RawClient client(byte... settings) throws Exception {
    return new RawClient(connector.getLocalPort(), settings);
  }

  private void awaitNoConnections() {
    await().atMost(Duration.ofSeconds(10)).until(() -> connector.getConnectedEndPoints().isEmpty());
  }

  @Test
  void aWriteThatFindsNoMemoryGivesItsPartOfTheBudgetBack() throws Exception {
    exhausted = true;
    for (int i = 0; i < 70; i++) {
      try (RawClient client = client()) {
        assertThatThrownBy(client::next).isInstanceOf(IOException.class);
      }
    }
    awaitNoConnections();
    exhausted = false;
    assertThat(budget.take()).isEqualTo(WriteBudget.LARGE);
  }

  /** Through windows that are smaller, in both directions. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void megabytesComeBackAsTheyWere(boolean announced) throws Exception {
    byte[] sent = new byte[MEGABYTES];
    for (int i = 0; i < sent.length; i++) {
      sent[i] = (byte) ((i * 31) >> 3);
    }
    CRC32 expected = new CRC32();
    expected.update(sent);
    CRC32 actual = new CRC32();
    HttpFields fields =
        announced ? HttpFields.build().put("content-length", MEGABYTES) : HttpFields.EMPTY;
    try (RawClient client = client()) {
      client.send(client.request(1, "POST", "/echo", fields, false));
      int written = 0;
      long stream = 65_535;
      long connection = 65_535;
      boolean over = false;
      while (!over) {
        while (written < sent.length && Math.min(stream, connection) >= BATCH) {
          byte[] part = Arrays.copyOfRange(sent, written, written + BATCH);
          written += BATCH;
          stream -= BATCH;
          connection -= BATCH;
          client.send(Frames.DATA, written == sent.length ? Frames.END_STREAM : 0, 1, part);
        }
        RawClient.Frame frame = client.next();
        if (frame.type() == Frames.WINDOW_UPDATE) {
          stream += frame.stream() == 1 ? frame.number() : 0;
          connection += frame.stream() == 0 ? frame.number() : 0;
        } else if (frame.type() == Frames.SETTINGS && !frame.has(Frames.ACK)) {
          stream += 512 * 1024 - 65_535;
        } else if (frame.type() == Frames.DATA) {
          actual.update(frame.payload().slice());
          over = frame.has(Frames.END_STREAM);
          byte[] more = RawClient.number(Math.max(frame.payload().remaining(), 1));
          client.send(
              RawClient.frame(Frames.WINDOW_UPDATE, 0, 0, more),
              RawClient.frame(Frames.WINDOW_UPDATE, 0, over ? 0 : 1, more));
        } else {
          assertThat(frame.type()).isNotIn(Frames.RST_STREAM, Frames.GOAWAY);
        }
      }
    }
    assertThat(actual.getValue()).isEqualTo(expected.getValue());
  }

  @Test
  void trailersGoBothWays() throws Exception {
    MetaData trailers =
        new MetaData(HttpVersion.HTTP_2, HttpFields.build().put("x-checksum", "abc"));
    try (RawClient client = client()) {
      client.send(
          client.request(1, "POST", "/echo", HttpFields.EMPTY, false),
          RawClient.frame(Frames.DATA, 0, 1, new byte[100]),
          client.block(1, trailers, true));
      assertThat(client.status(1)).isEqualTo(200);
      assertThat(client.next(Frames.DATA, 1).payload().remaining()).isEqualTo(100);
      RawClient.Frame last = client.next(Frames.HEADERS, 1);
      assertThat(last.has(Frames.END_STREAM)).isTrue();
      assertThat(client.fields(last).getHttpFields().get("x-checksum")).isEqualTo("abc");
    }
  }

  @Test
  void paddingIsGivenBackToBothWindows() throws Exception {
    byte[] padded = new byte[BATCH];
    padded[0] = (byte) 255;
    try (RawClient client = client()) {
      client.send(client.request(1, "POST", "/echo", HttpFields.EMPTY, false));
      int stream = 0;
      int connection = 0;
      for (int i = 0; i < 40; i++) {
        client.send(Frames.DATA, Frames.PADDED, 1, padded);
        client.send(Frames.WINDOW_UPDATE, 0, 1, RawClient.number(BATCH));
        client.send(Frames.WINDOW_UPDATE, 0, 0, RawClient.number(BATCH));
        if (i % 20 == 19) {
          while (stream < BATCH * (i - 8)) {
            RawClient.Frame frame = client.next(f -> f.type() == Frames.WINDOW_UPDATE);
            stream += frame.stream() == 1 ? frame.number() : 0;
            connection += frame.stream() == 0 ? frame.number() : 0;
          }
        }
      }
      assertThat(stream).isLessThanOrEqualTo(40 * BATCH);
      assertThat(connection).isPositive();
    }
  }

  @Test
  void contentIsAskedForWhereTheClientWaitsForThat() throws Exception {
    HttpFields fields = HttpFields.build().put("expect", "100-continue").put("content-length", 5);
    try (RawClient client = client()) {
      client.send(client.request(1, "POST", "/echo", fields, false));
      assertThat(client.status(1)).isEqualTo(100);
      client.send(Frames.DATA, Frames.END_STREAM, 1, "hello".getBytes(StandardCharsets.US_ASCII));
      assertThat(client.status(1)).isEqualTo(200);
      assertThat(client.content(1)).isEqualTo(5);
    }
  }

  @Test
  void fieldsAndTrailersLargerThanAFrameArriveWhole() throws Exception {
    try (RawClient client = client()) {
      client.send(
          client.request(1, "GET", "/fields", HttpFields.EMPTY, true),
          client.request(3, "GET", "/ignore", HttpFields.EMPTY, true));
      RawClient.Frame first = client.next(Frames.HEADERS, 1);
      assertThat(first.payload().remaining()).isLessThanOrEqualTo(Frames.LARGEST_PAYLOAD);
      assertThat(client.fields(first).getHttpFields().get("x-large")).hasSize(40_000);
      RawClient.Frame next = client.next(frame -> frame.type() == Frames.HEADERS);
      MetaData fields = client.fields(next);
      while (next.stream() != 1) { // the other's fields may come in between
        next = client.next(frame -> frame.type() == Frames.HEADERS);
        fields = client.fields(next);
      }
      assertThat(next.has(Frames.END_STREAM)).isTrue();
      assertThat(fields.getHttpFields().get("x-larger")).hasSize(50_000);
      client.send(client.request(5, "GET", "/ignore", HttpFields.EMPTY, true));
      assertThat(client.status(5)).isEqualTo(405);
    }
  }

  @Test
  void aTargetThatCannotBeReadIsAnsweredAndAMalformedRequestIsNot() throws Exception {
    int whole = Frames.END_HEADERS | Frames.END_STREAM;
    FieldBlock unread = new FieldBlock().indexed(2).indexed(6).literal(1, "a:b").indexed(4);
    FieldBlock malformed = FieldBlock.request().literal("connection", "close");
    try (RawClient client = client()) {
      client.send(Frames.HEADERS, whole, 1, unread.bytes());
      assertThat(client.status(1)).isEqualTo(400);
      client.send(Frames.HEADERS, whole, 3, malformed.bytes());
      assertThat(client.next(Frames.RST_STREAM, 3).number())
          .isEqualTo(ErrorCode.PROTOCOL_ERROR.number());
      client.send(client.request(5, "GET", "/ignore", HttpFields.EMPTY, true));
      assertThat(client.status(5)).isEqualTo(405);
    }
  }

  @Test
  void aBlockThatCannotBeDecodedEndsTheConnection() throws Exception {
    try (RawClient client = client()) {
      client.send(Frames.HEADERS, Frames.END_HEADERS, 1, new FieldBlock().indexed(70).bytes());
      assertThat(client.next(Frames.GOAWAY, 0).payload().getInt(4))
          .isEqualTo(ErrorCode.COMPRESSION_ERROR.number());
    }
  }

  @Test
  void anAnswerToHeadHasFieldsOnly() throws Exception {
    try (RawClient client = client()) {
      client.send(client.request(1, "HEAD", "/ignore", HttpFields.EMPTY, true));
      RawClient.Frame answer = client.next(Frames.HEADERS, 1);
      assertThat(answer.has(Frames.END_STREAM)).isTrue();
      assertThat(client.fields(answer).getHttpFields().get("content-length")).isEqualTo("2");
    }
  }

  /** RFC 9113 §8.1: with any other code the client might throw the answer away. */
  @Test
  void aRequestAnsweredBeforeItsEndIsResetWithoutAnError() throws Exception {
    try (RawClient client = client()) {
      client.send(client.request(1, "POST", "/ignore", HttpFields.EMPTY, false));
      assertThat(client.status(1)).isEqualTo(405);
      assertThat(client.content(1)).isEqualTo(2);
      assertThat(client.next(Frames.RST_STREAM, 1).number()).isZero();
    }
  }

  @Test
  void contentThatComesTooLateForItsHandlerDoesNotSpoilTheAnswer() throws Exception {
    HttpFields fields = HttpFields.build().put("content-length", 10);
    try (RawClient client = client(NO_WINDOW)) {
      client.send(client.request(1, "POST", "/throw", fields, false));
      assertThat(client.status(1)).isEqualTo(500);
      client.send(
          RawClient.frame(Frames.DATA, Frames.END_STREAM, 1, new byte[10]),
          RawClient.frame(Frames.WINDOW_UPDATE, 0, 1, ALL));
      assertThat(client.content(1)).isPositive();
    }
  }

  /** More than the connection's window in all. */
  @Test
  void contentThatNobodyReadsGivesItsWindowBack() throws Exception {
    try (RawClient client = client(NO_WINDOW)) {
      for (int stream = 1; stream <= 7; stream += 2) {
        client.send(client.request(stream, "POST", "/throw", HttpFields.EMPTY, false));
        assertThat(client.status(stream)).isEqualTo(500);
        for (int i = 0; i < 20; i++) {
          client.send(Frames.DATA, 0, stream, new byte[BATCH]);
        }
      }
      long first = (1 << 20) - 65_535;
      while (client.given() < first + (1 << 20)) {
        client.next();
      }
      for (int stream = 1; stream <= 7; stream += 2) {
        client.send(Frames.WINDOW_UPDATE, 0, stream, ALL);
        assertThat(client.content(stream)).isPositive();
      }
    }
  }

  @Test
  void contentInTheSmallestFramesIsReadAsItCame() throws Exception {
    byte[][] frames = new byte[2001][];
    for (int i = 0; i < frames.length - 1; i++) {
      frames[i] = RawClient.frame(Frames.DATA, 0, 1, (byte) i);
    }
    frames[2000] = RawClient.frame(Frames.DATA, Frames.END_STREAM, 1);
    try (RawClient client = client()) {
      client.send(client.request(1, "POST", "/echo", HttpFields.EMPTY, false));
      client.send(frames);
      int next = 0;
      boolean over = false;
      while (!over) {
        RawClient.Frame frame = client.next(Frames.DATA, 1);
        while (frame.payload().hasRemaining()) {
          assertThat(frame.payload().get()).isEqualTo((byte) next++);
        }
        over = frame.has(Frames.END_STREAM);
      }
      assertThat(next).isEqualTo(2000);
    }
  }

  @Test
  void anAnswerFromAnotherThreadIsWritten() throws Exception {
    try (RawClient client = client()) {
      client.send(client.request(1, "GET", "/later", HttpFields.EMPTY, true));
      Asked later = asked.poll(10, TimeUnit.SECONDS);
      for (int i = 0; i < 3; i++) {
        Callback.Completable written = new Callback.Completable();
        later.response().write(false, ByteBuffer.allocate(1000), written);
        written.get(10, TimeUnit.SECONDS);
      }
      later.response().write(true, ByteBuffer.allocate(1000), later.callback());
      assertThat(client.content(1)).isEqualTo(4000);
    }
  }

  @Test
  void aResetInTheMiddleOfContentIsToldToItsReader() throws Exception {
    try (RawClient client = client()) {
      client.send(
          client.request(1, "POST", "/read", HttpFields.EMPTY, false),
          RawClient.frame(Frames.DATA, 0, 1, new byte[100]));
      client.send(Frames.PING, 0, 0, new byte[8]);
      client.next(Frames.PING, 0); // the request is being handled
      client.send(Frames.RST_STREAM, 0, 1, RawClient.number(8));
      assertThat(failures.poll(10, TimeUnit.SECONDS)).isNotNull();
      client.send(client.request(3, "GET", "/ignore", HttpFields.EMPTY, true));
      assertThat(client.status(3)).isEqualTo(405);
    }
  }

  @Test
  void aResetWhileTheAnswerWaitsIsToldToItsWriter() throws Exception {
    try (RawClient client = client(NO_WINDOW)) {
      client.send(client.request(1, "GET", "/later", HttpFields.EMPTY, true));
      Asked later = asked.poll(10, TimeUnit.SECONDS);
      Callback.Completable written = new Callback.Completable();
      later.response().write(true, ByteBuffer.allocate(1000), written);
      assertThat(client.status(1)).isEqualTo(200);
      client.send(Frames.RST_STREAM, 0, 1, RawClient.number(8));
      assertThat(written.handle((done, failure) -> failure).get(10, TimeUnit.SECONDS)).isNotNull();
      later.callback().failed(new IllegalStateException("reset"));
      client.send(client.request(3, "HEAD", "/ignore", HttpFields.EMPTY, true));
      assertThat(client.status(3)).isEqualTo(405);
    }
  }

  @Test
  void aConnectionThatIsCutIsToldToReadersAndWriters() throws Exception {
    Callback.Completable written = new Callback.Completable();
    try (RawClient client = client(NO_WINDOW)) {
      client.send(client.request(1, "POST", "/read", HttpFields.EMPTY, false));
      client.send(client.request(3, "GET", "/later", HttpFields.EMPTY, true));
      Asked later = asked.poll(10, TimeUnit.SECONDS);
      later.response().write(true, ByteBuffer.allocate(1000), written);
      assertThat(client.status(3)).isEqualTo(200);
      client.send(Frames.SETTINGS, 0, 1); // a mistake
      client.next(Frames.GOAWAY, 0);
    }
    assertThat(failures.poll(10, TimeUnit.SECONDS)).isNotNull();
    assertThat(written.handle((done, failure) -> failure).get(10, TimeUnit.SECONDS)).isNotNull();
    awaitNoConnections();
  }

  @Test
  void aRequestWithoutAnEndIsResetWhenNothingComes() throws Exception {
    connector.setIdleTimeout(2000); // a machine may stall for a while
    try (RawClient client = client()) {
      client.send(client.request(1, "GET", "/later", HttpFields.EMPTY, true));
      client.send(client.request(3, "POST", "/read", HttpFields.EMPTY, false));
      Asked later = asked.poll(10, TimeUnit.SECONDS);
      client.next(Frames.RST_STREAM, 3);
      assertThat(failures.poll(10, TimeUnit.SECONDS)).isNotNull();
      later.response().write(true, ByteBuffer.allocate(10), later.callback());
      assertThat(client.content(1)).isEqualTo(10);
      client.next(Frames.GOAWAY, 0);
    }
    awaitNoConnections();
  }

  /** However often it says that it is there. */
  @Test
  void aClientThatTakesNothingOfItsAnswersIsLetGo() throws Exception {
    connector.setIdleTimeout(2000);
    try (RawClient client = client(NO_WINDOW)) {
      client.send(client.request(1, "GET", "/ignore", HttpFields.EMPTY, true));
      assertThat(client.status(1)).isEqualTo(405);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                try {
                  client.send(Frames.PING, 0, 0, new byte[8]);
                  return false;
                } catch (IOException e) {
                  return true;
                }
              });
    }
    awaitNoConnections();
  }

  /** RFC 9113 §3.1. */
  @Test
  void aRequestOfHttp1IsAnsweredAsSuchWhateverItWouldLike() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
      socket.setSoTimeout(10_000);
      String request =
          String.join(
              "\r\n",
              "GET /ignore HTTP/1.1",
              "Host: localhost",
              "Connection: Upgrade, HTTP2-Settings, close",
              "Upgrade: h2c",
              "HTTP2-Settings: AAMAAABkAAQAAP__",
              "",
              "");
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 405");
    }
  }

  @Test
  void aClientThatIsHalfClosedIsAnswered() throws Exception {
    try (RawClient client = client()) {
      client.send(
          client.request(1, "GET", "/later", HttpFields.EMPTY, true),
          client.request(3, "GET", "/ignore", HttpFields.EMPTY, true));
      client.endOutput();
      assertThat(client.content(3)).isEqualTo(2);
      Asked later = asked.poll(10, TimeUnit.SECONDS);
      later.response().write(true, ByteBuffer.allocate(10), later.callback());
      assertThat(client.content(1)).isEqualTo(10);
      client.awaitEnd();
    }
    awaitNoConnections();
  }

  /** It reads on, and is not waited for. */
  @Test
  void aClientThatSendsOnAfterTheGoodbyeIsCutOff() throws Exception {
    try (RawClient client = client()) {
      client.send(Frames.SETTINGS, 0, 1); // a mistake
      client.next(Frames.GOAWAY, 0);
      await()
          .atMost(Duration.ofSeconds(10))
          .until(
              () -> {
                try {
                  client.send(Frames.PING, 0, 0, new byte[8]);
                  return false;
                } catch (IOException e) {
                  return true;
                }
              });
    }
    awaitNoConnections();
  }

  @Test
  void aStopWaitsForAnswers() throws Exception {
    server.setStopTimeout(10_000);
    try (RawClient client = client()) {
      client.send(client.request(1, "GET", "/later", HttpFields.EMPTY, true));
      Asked later = asked.poll(10, TimeUnit.SECONDS);
      Thread stopping =
          new Thread(
              () -> {
                try {
                  server.stop();
                } catch (Exception e) {
                  failures.add(e);
                }
              });
      stopping.start();
      assertThat(client.next(Frames.GOAWAY, 0).number()).isEqualTo(Integer.MAX_VALUE);
      later.response().write(true, ByteBuffer.allocate(10), later.callback());
      assertThat(client.content(1)).isEqualTo(10);
      assertThat(client.next(Frames.GOAWAY, 0).number()).isEqualTo(1);
      client.endOutput();
      client.awaitEnd();
      stopping.join(10_000);
      assertThat(stopping.isAlive()).isFalse();
    }
    assertThat(failures).isEmpty();
  }
}
