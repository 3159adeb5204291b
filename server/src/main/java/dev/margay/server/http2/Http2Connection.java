package dev.margay.server.http2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.hpack.HpackException;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's side of one HTTP/2 connection (RFC 9113). A reading walks:
 *
 * <ol>
 *   <li>read what there is;
 *   <li>take all whole frames of it, in their order;
 *   <li>answer the requests among them, on this thread: no handler may block it;
 *   <li>write the answers, all in one;
 *   <li>and again, until there is nothing to read.
 * </ol>
 *
 * An answer that is made later, on another thread, is written when it is there.
 */
public final class Http2Connection extends AbstractConnection.NonBlocking
    implements Connection.UpgradeTo {
  private static final Logger log = LoggerFactory.getLogger(Http2Connection.class);
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** Of one reading, in bytes: a whole frame, and room for a record of TLS behind a part of one. */
  private static final int INPUT_BYTES = 36 * 1024;

  /** What a client may send of one request's content before it is read, in bytes. */
  private static final int STREAM_WINDOW = 512 * 1024;

  /** And of all requests together. */
  private static final int CONNECTION_WINDOW = 1024 * 1024;

  /** A client that was told to go has so long to close, in milliseconds. */
  private static final long LINGER_MILLIS = 1000;

  private final ByteBufferPool buffers;
  private final Http2Settings settings;
  private final ConnectionFacts facts;
  private final Outbound outbound;
  private final StreamTable streams = new StreamTable();
  private final ReceiveWindow window = new ReceiveWindow(CONNECTION_WINDOW);
  private final List<PushObserver> pushObservers = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final HttpChannel.Factory channels = new HttpChannel.DefaultFactory();

  /** Guarded by itself. Those that can serve another exchange. */
  private final Deque<HttpChannel> unused = new ArrayDeque<>();

  /** The thread that reads and answers; null between readings. */
  private volatile Thread reader;

  private volatile boolean inputEnded;
  private volatile boolean shuttingDown;

  /** Nothing that the client sends is looked at any more. */
  private volatile boolean farewell;

  /** The last frame was written. */
  private volatile boolean farewellSaid;

  /** Who sends on after that is cut off, by {@link System#nanoTime()}. */
  private volatile long lingerUntil;

  private volatile int lastStream;

  /** Guarded by this. */
  private int lastPromised;

  /** All that follows is the reader's: what was read and is no whole frame, between readings. */
  private ByteBuffer leftover = BufferUtil.EMPTY_BUFFER;

  private final HeaderBlock block;
  private final FloodGuard guard = new FloodGuard(System::nanoTime);
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private boolean upgraded;

  /** How many bytes of the client's preface have come. */
  private int prefaceRead;

  private boolean settingsRead;
  private long readAt;

  Http2Connection(Connector connector, EndPoint endPoint, Http2Settings settings) {
    super(endPoint, connector.getExecutor());
    this.buffers = connector.getByteBufferPool();
    this.settings = settings;
    this.facts = new ConnectionFacts(this, connector, settings.http(), endPoint);
    this.outbound = new Outbound(this, endPoint, buffers, settings.direct());
    this.block = new HeaderBlock(settings.http().getRequestHeaderSize(), () -> readAt);
  }

  /** Another protocol has read the preface up to its body: all but its last six bytes. */
  void prefaceBegun() {
    prefaceRead = PREFACE.length - 6;
  }

  ConnectionFacts facts() {
    return facts;
  }

  /** Whether the client takes promises now. */
  boolean acceptsPush() {
    return outbound.peer().push() && !inputEnded && !shuttingDown;
  }

  /** Tells {@code observer} of promises from now on. */
  public void observePushes(PushObserver observer) {
    pushObservers.add(observer);
  }

  /** Whether a request of the client's, other than that on {@code stream}, has no response yet. */
  public boolean othersWait(int stream) {
    return streams.othersWait(stream);
  }

  @Override
  public void onUpgradeTo(ByteBuffer read) {
    leftover = BufferUtil.copy(read);
    upgraded = true;
    BufferUtil.clear(read);
  }

  @Override
  public void onOpen() {
    outbound.begin(
        settings.streams(),
        STREAM_WINDOW,
        CONNECTION_WINDOW,
        settings.http().getRequestHeaderSize());
    super.onOpen(); // a server that stops says goodbye here, after its preface
    onFillable();
  }

  @Override
  public void onFillable() {
    RetainableByteBuffer buffer = buffers.acquire(INPUT_BYTES, settings.direct());
    ByteBuffer input = buffer.getByteBuffer();
    BufferUtil.clear(input);
    try {
      resume(input);
      int filled;
      while ((filled = getEndPoint().fill(input)) > 0) {
        read(input);
      }
      leftover = input.hasRemaining() ? BufferUtil.copy(input) : BufferUtil.EMPTY_BUFFER;
      if (filled < 0) {
        endInput();
      } else {
        outbound.iterate();
        fillInterested();
      }
    } catch (IOException | RuntimeException e) {
      log.debug("A connection cannot be read", e);
      reader = null; // so that those who are told of it are told elsewhere
      fail(e);
      tasks.forEach(this::run);
      tasks.clear();
    } finally {
      BufferUtil.clear(input);
      buffer.release();
    }
  }

  /** Begins with what the last reading left. */
  private void resume(ByteBuffer input) {
    if (leftover.hasRemaining()) {
      BufferUtil.append(input, leftover);
      leftover = BufferUtil.EMPTY_BUFFER;
    }
    if (upgraded) {
      upgraded = false;
      read(input);
    }
  }

  /** Takes what was read, answers, and leaves in the buffer what is no whole frame. */
  private void read(ByteBuffer input) {
    if (farewell) {
      BufferUtil.clear(input);
      if (System.nanoTime() - lingerUntil > 0) {
        fail(new IOException("A client does not go"));
      }
      return;
    }
    readAt = System.nanoTime();
    reader = settings.corked() ? Thread.currentThread() : null;
    try {
      takeFrames(input);
    } catch (Violation e) {
      BufferUtil.clear(input);
      answer();
      end(e.code());
    }
    answer();
    reader = null;
    if (outbound.clogged()) {
      fail(new IOException("A client reads nothing"));
    }
    outbound.iterate();
    BufferUtil.compact(input);
  }

  private void answer() {
    Runnable task;
    while ((task = tasks.poll()) != null) {
      task.run();
    }
  }

  private void takeFrames(ByteBuffer input) throws Violation {
    takePreface(input);
    if (prefaceRead < PREFACE.length) {
      return;
    }
    FrameCursor frame = new FrameCursor(input);
    while (frame.next()) {
      try {
        take(frame);
      } catch (Violation e) {
        if (e.stream() == 0) {
          throw e;
        }
        guard.count();
        refuse(e);
      }
    }
  }

  /** RFC 9113 §3.4. */
  private void takePreface(ByteBuffer input) throws Violation {
    while (prefaceRead < PREFACE.length && input.hasRemaining()) {
      if (input.get() != PREFACE[prefaceRead++]) {
        throw Violation.ofConnection(ErrorCode.PROTOCOL_ERROR, "This is no HTTP/2");
      }
    }
  }

  private void refuse(Violation violation) {
    Http2Stream stream = streams.find(violation.stream());
    if (stream != null) {
      lose(stream, violation.code(), true, new EofException(violation));
    } else {
      streams.resetHere(violation.stream());
      outbound.reset(violation.stream(), violation.code());
    }
  }

  private void take(FrameCursor frame) throws Violation {
    if (!settingsRead && frame.type() != Frames.SETTINGS) {
      throw Violation.ofConnection(ErrorCode.PROTOCOL_ERROR, "SETTINGS come first");
    }
    if (block.open() && (frame.type() != Frames.CONTINUATION || frame.stream() != block.stream())) {
      throw Violation.ofConnection(ErrorCode.PROTOCOL_ERROR, "A field block has no end");
    }
    switch (frame.type()) {
      case Frames.DATA -> takeData(frame);
      case Frames.HEADERS -> takeHeaders(frame);
      case Frames.PRIORITY -> takePriority(frame);
      case Frames.RST_STREAM -> takeReset(frame);
      case Frames.SETTINGS -> takeSettings(frame);
      case Frames.PUSH_PROMISE ->
          throw Violation.ofConnection(ErrorCode.PROTOCOL_ERROR, "A client promises nothing");
      case Frames.PING -> takePing(frame);
      case Frames.GOAWAY -> takeGoAway(frame);
      case Frames.WINDOW_UPDATE -> takeWindowUpdate(frame);
      case Frames.CONTINUATION -> takeContinuation(frame);
      default -> {
        // to be ignored (RFC 9113 §5.5)
      }
    }
  }

  private static void mustBeOfStream(FrameCursor frame) throws Violation {
    if (frame.stream() == 0) {
      throw Violation.ofConnection(ErrorCode.PROTOCOL_ERROR, "The frame belongs to no stream");
    }
  }

  private static void mustBeOfConnection(FrameCursor frame) throws Violation {
    if (frame.stream() != 0) {
      throw Violation.ofConnection(ErrorCode.PROTOCOL_ERROR, "The frame belongs to no stream");
    }
  }

  /** Frames for streams that nobody opened are a mistake (RFC 9113 §5.1, idle). */
  private void mustBeOpened(int stream) throws Violation {
    int last;
    if (StreamTable.isClients(stream)) {
      last = lastStream;
    } else {
      synchronized (this) {
        last = lastPromised;
      }
    }
    if (stream > last) {
      throw Violation.ofConnection(ErrorCode.PROTOCOL_ERROR, "The stream is idle");
    }
  }

  /** RFC 9113 §6.1. */
  private void takeData(FrameCursor frame) throws Violation {
    mustBeOfStream(frame);
    mustBeOpened(frame.stream());
    int length = frame.payload().remaining(); // padding counts, too
    if (!window.receive(length)) {
      throw Violation.ofConnection(ErrorCode.FLOW_CONTROL_ERROR, "More than the window takes");
    }
    frame.unpad();
    Http2Stream stream = streams.find(frame.stream());
    if (stream == null || stream.requestEnded()) {
      dropped(length);
      if (stream == null && streams.wasResetHere(frame.stream())) {
        return;
      }
      throw Violation.ofStream(ErrorCode.STREAM_CLOSED, frame.stream(), "The stream is closed");
    }
    boolean last = frame.has(Frames.END_STREAM);
    int content = frame.payload().remaining();
    if (content == 0 && !last) {
      guard.count();
    }
    if (!stream.content().window().receive(length)) {
      dropped(length);
      throw Violation.ofStream(
          ErrorCode.FLOW_CONTROL_ERROR, stream.id(), "More than the window takes");
    }
    used(stream, length - content);
    boolean told = stream.content().add(frame.payload());
    dropped(frame.payload().remaining());
    if (stream.content().differs(last)) {
      throw Violation.ofStream(
          ErrorCode.PROTOCOL_ERROR, stream.id(), "The content is not as long as announced");
    }
    if (last) {
      told |= stream.content().end(null);
      endRequest(stream);
    }
    if (told) {
      tasks.add(stream::contentAvailable);
    }
  }

  /** RFC 9113 §6.2. */
  private void takeHeaders(FrameCursor frame) throws Violation {
    mustBeOfStream(frame);
    frame.unpad();
    if (frame.has(Frames.PRIORITISED)) {
      if (frame.payload().remaining() < 5) {
        throw Violation.ofConnection(ErrorCode.FRAME_SIZE_ERROR, "A priority is cut off");
      }
      int other = frame.payload().getInt() & 0x7fffffff;
      frame.payload().get();
      if (other == frame.stream()) {
        throw Violation.ofConnection(ErrorCode.PROTOCOL_ERROR, "A stream depends on itself");
      }
    }
    if (block.begin(frame)) {
      takeBlock(frame);
    }
  }

  /** RFC 9113 §6.10. */
  private void takeContinuation(FrameCursor frame) throws Violation {
    if (!block.open()) {
      throw Violation.ofConnection(ErrorCode.PROTOCOL_ERROR, "There is nothing to continue");
    }
    guard.count();
    if (block.resume(frame)) {
      takeBlock(frame);
    }
  }

  /** A request's fields, or its trailers; decoded in any case, for the next ones' sake. */
  private void takeBlock(FrameCursor last) throws Violation {
    int id = block.stream();
    Http2Stream known = streams.find(id);
    boolean first = known == null && StreamTable.isClients(id) && id > lastStream;
    if (first) {
      lastStream = id;
    }
    MetaData fields = block.decode(last);
    if (first) {
      takeRequest(id, fields);
    } else if (known != null && StreamTable.isClients(id)) {
      takeTrailers(known, fields);
    } else if (streams.wasResetHere(id)) {
      if (!block.endsStream()) {
        throw Violation.ofStream(ErrorCode.PROTOCOL_ERROR, id, "Trailers do not end the stream");
      }
    } else {
      throw Violation.ofConnection(
          StreamTable.isClients(id) ? ErrorCode.STREAM_CLOSED : ErrorCode.PROTOCOL_ERROR,
          "The stream is closed");
    }
  }

  private void takeTrailers(Http2Stream stream, MetaData fields) throws Violation {
    if (stream.requestEnded()) {
      throw Violation.ofStream(ErrorCode.STREAM_CLOSED, stream.id(), "The request has ended");
    }
    boolean pseudo = fields.isRequest() || fields.isResponse();
    if (!block.endsStream() || pseudo || stream.content().differs(true)) {
      throw Violation.ofStream(ErrorCode.PROTOCOL_ERROR, stream.id(), "No trailers");
    }
    boolean told = stream.content().end(fields.getHttpFields().asImmutable());
    endRequest(stream);
    if (told) {
      tasks.add(stream::contentAvailable);
    }
  }

  private void takeRequest(int id, MetaData fields) throws Violation {
    if (!(fields instanceof MetaData.Request request)) {
      throw Violation.ofStream(ErrorCode.PROTOCOL_ERROR, id, "This is no request");
    }
    if (streams.requested() >= settings.streams()) {
      throw Violation.ofStream(ErrorCode.REFUSED_STREAM, id, "Too many requests at once");
    }
    boolean tunnel = request instanceof MetaData.ConnectRequest && request.getProtocol() != null;
    boolean cutOff = block.endsStream() && request.getContentLength() > 0;
    if (tunnel || cutOff) {
      throw Violation.ofStream(ErrorCode.PROTOCOL_ERROR, id, "This is no request");
    }
    RequestContent content =
        block.endsStream() ? null : new RequestContent(STREAM_WINDOW, request.getContentLength());
    begin(id, request, content);
  }

  /** Begins an exchange, which is handled when all that was read is looked at. */
  private void begin(int id, MetaData.Request request, RequestContent content) {
    HttpChannel channel;
    synchronized (unused) {
      channel = unused.poll();
    }
    if (channel == null) {
      channel = channels.newHttpChannel(facts);
    }
    Http2Stream stream = new Http2Stream(this, id, content, channel);
    channel.initialize();
    channel.setHttpStream(stream);
    streams.add(stream);
    run(task(stream, channel, request));
  }

  private static Runnable task(Http2Stream stream, HttpChannel channel, MetaData.Request request) {
    Throwable unread = MetaData.Failed.getFailure(request);
    if (unread != null) {
      return failing(stream, new HttpException.RuntimeException(400, unread.getMessage(), unread));
    }
    Runnable handling = channel.onRequest(request);
    HttpField expect = request.getHttpFields().getField(HttpHeader.EXPECT);
    if (expect != null && !HttpHeaderValue.CONTINUE.is(expect.getValue())) {
      return failing(stream, new HttpException.RuntimeException(417)); // RFC 9110 §10.1.1
    }
    return () -> {
      if (stream.begin()) {
        handling.run();
      }
    };
  }

  private static Runnable failing(Http2Stream stream, Throwable failure) {
    return () -> {
      Runnable answer = stream.broken(failure);
      if (answer != null) {
        answer.run();
      }
    };
  }

  /** RFC 9113 §6.3: nothing is made of it. */
  private static void takePriority(FrameCursor frame) throws Violation {
    mustBeOfStream(frame);
    if (frame.payload().remaining() != 5) {
      throw Violation.ofStream(
          ErrorCode.FRAME_SIZE_ERROR, frame.stream(), "A frame has a wrong size");
    }
    if ((frame.payload().getInt() & 0x7fffffff) == frame.stream()) {
      throw Violation.ofStream(
          ErrorCode.PROTOCOL_ERROR, frame.stream(), "A stream depends on itself");
    }
  }

  /** RFC 9113 §6.4. */
  private void takeReset(FrameCursor frame) throws Violation {
    mustBeOfStream(frame);
    frame.mustHave(4);
    mustBeOpened(frame.stream());
    guard.count();
    for (PushObserver observer : pushObservers) {
      observer.reset(frame.stream());
    }
    Http2Stream stream = streams.find(frame.stream());
    if (stream != null) {
      lose(stream, ErrorCode.CANCEL, false, new EofException("The client reset the stream"));
    }
  }

  /** RFC 9113 §6.5. */
  private void takeSettings(FrameCursor frame) throws Violation {
    mustBeOfConnection(frame);
    settingsRead = true;
    if (frame.has(Frames.ACK)) {
      frame.mustHave(0);
      return;
    }
    guard.count();
    if (!outbound.accept(outbound.peer().with(frame.payload()), streams.all())) {
      throw Violation.ofConnection(ErrorCode.FLOW_CONTROL_ERROR, "A window is too large");
    }
  }

  /** RFC 9113 §6.7. */
  private void takePing(FrameCursor frame) throws Violation {
    mustBeOfConnection(frame);
    frame.mustHave(Long.BYTES);
    if (!frame.has(Frames.ACK)) {
      guard.count();
      outbound.pong(frame.payload().getLong());
    }
  }

  /** RFC 9113 §6.8: what was asked for is answered, and nothing more is promised. */
  private void takeGoAway(FrameCursor frame) throws Violation {
    mustBeOfConnection(frame);
    if (frame.payload().remaining() < 8) {
      throw Violation.ofConnection(ErrorCode.FRAME_SIZE_ERROR, "A frame has a wrong size");
    }
    shuttingDown = true;
  }

  /** RFC 9113 §6.9. */
  private void takeWindowUpdate(FrameCursor frame) throws Violation {
    frame.mustHave(4);
    int bytes = frame.payload().getInt() & 0x7fffffff;
    int id = frame.stream();
    if (bytes == 0) {
      throw id == 0
          ? Violation.ofConnection(ErrorCode.PROTOCOL_ERROR, "A window grows by nothing")
          : Violation.ofStream(ErrorCode.PROTOCOL_ERROR, id, "A window grows by nothing");
    }
    if (id == 0) {
      if (!outbound.open(bytes)) {
        throw Violation.ofConnection(ErrorCode.FLOW_CONTROL_ERROR, "A window is too large");
      }
      return;
    }
    mustBeOpened(id);
    Http2Stream stream = streams.find(id);
    if (stream != null && !outbound.open(stream, bytes)) {
      throw Violation.ofStream(ErrorCode.FLOW_CONTROL_ERROR, id, "A window is too large");
    }
  }

  private void endRequest(Http2Stream stream) {
    stream.endRequest();
    if (outbound.hasEnded(stream)) {
      streams.remove(stream);
    }
  }

  /** A stream's last frame is on its way. */
  void sent(Http2Stream stream) {
    if (stream.requestEnded()) {
      streams.remove(stream);
    }
  }

  /** Nothing of a stream can be sent. */
  void closed(Http2Stream stream) {
    streams.resetHere(stream.id());
    streams.remove(stream);
  }

  /** Sends what a stream has to say, with the other answers of this reading. */
  void send(
      Http2Stream stream,
      MetaData.Response head,
      ByteBuffer body,
      boolean last,
      HttpFields trailers,
      Callback callback) {
    if (outbound.send(stream, head, body, last, trailers, callback)) {
      flush();
    } else {
      callback.failed(new EofException("The stream was reset"));
    }
  }

  /** Promises a request to the client, if it takes it, and begins to answer it. */
  void push(Http2Stream parent, MetaData.Request request) {
    int id;
    synchronized (this) {
      if (!acceptsPush()
          || streams.promised() >= outbound.peer().pushes()
          || !StreamTable.isClients(parent.id())) {
        return;
      }
      id = lastPromised + 2;
      try {
        if (!outbound.promise(parent, id, request)) {
          return;
        }
      } catch (HpackException e) {
        log.debug("A request cannot be promised", e);
        return;
      }
      lastPromised = id;
    }
    for (PushObserver observer : pushObservers) {
      observer.promised(id, request);
    }
    begin(id, request, null);
  }

  /**
   * Ends a stream whose handler is done with it: where the response is complete, so that the client
   * does not send the rest of the request, and keeps the response (RFC 9113 §8.1).
   */
  void abandon(Http2Stream stream, Throwable cause) {
    reset(stream, outbound.hasEnded(stream) ? ErrorCode.NO_ERROR : ErrorCode.CANCEL, cause);
  }

  /** Ends one stream early, for the side of its handler. */
  void reset(Http2Stream stream, ErrorCode code, Throwable cause) {
    streams.resetHere(stream.id());
    takeOut(stream, code, true, cause);
    flush();
  }

  /**
   * Ends one stream early, for what the client did. The handler is told.
   *
   * @param tell whether the client is told, too
   */
  private void lose(Http2Stream stream, ErrorCode code, boolean tell, Throwable cause) {
    if (tell) {
      streams.resetHere(stream.id());
    }
    takeOut(stream, code, tell, cause);
    Runnable task = stream.lost(cause);
    if (task != null) {
      run(task);
    }
  }

  private void takeOut(Http2Stream stream, ErrorCode code, boolean tell, Throwable cause) {
    streams.remove(stream);
    Callback waiting = outbound.reset(stream, code, tell);
    if (stream.content() != null) {
      dropped(stream.content().fail(cause));
    }
    if (waiting != null) {
      waiting.failed(cause);
    }
  }

  /** A handler has read so many bytes of a request, or they are of no use to anyone. */
  void used(Http2Stream stream, int bytes) {
    int more = stream.content().window().use(bytes);
    if (more > 0 && !stream.requestEnded() && !stream.outbound().reset) {
      outbound.allow(stream.id(), more);
      flush();
    }
    dropped(bytes);
  }

  /** Bytes of the connection's window are free again. */
  void dropped(int bytes) {
    int more = window.use(bytes);
    if (more > 0) {
      outbound.allow(0, more);
      flush();
    }
  }

  private void flush() {
    if (Thread.currentThread() != reader) {
      outbound.iterate();
    }
  }

  /** Runs a piece of an exchange: with this reading, or else on a thread of its own. */
  void run(Runnable task) {
    if (Thread.currentThread() == reader) {
      tasks.add(task);
      return;
    }
    try {
      getExecutor().execute(task);
    } catch (RejectedExecutionException e) {
      log.debug("The server has stopped", e);
    }
  }

  /** Takes a channel back that can serve another exchange. */
  void offer(HttpChannel channel) {
    synchronized (unused) {
      if (unused.size() < settings.streams()) {
        unused.push(channel);
      }
    }
  }

  /** The client will send nothing more: what it asked for is answered all the same. */
  private void endInput() {
    inputEnded = true;
    if (farewell) {
      if (farewellSaid) {
        getEndPoint().close();
      }
      return;
    }
    for (Http2Stream stream : streams.all()) {
      if (!stream.requestEnded()) {
        lose(stream, ErrorCode.CANCEL, false, new EofException("The request has no end"));
      }
    }
    outbound.iterate();
  }

  /** Everything is written. */
  void quiet() {
    if (streams.isEmpty()) {
      if (inputEnded) {
        getEndPoint().close();
      } else if (shuttingDown && !farewell) {
        end(ErrorCode.NO_ERROR);
      }
    }
  }

  /** Ends the connection, after the answers that are ready. */
  private void end(ErrorCode code) {
    linger(getEndPoint().getIdleTimeout());
    farewell = true;
    outbound.end(lastStream, code);
    flush();
  }

  /**
   * The last frame was written. The socket is closed only when the client has closed it, or after a
   * while: closed with something unread, the kernel would take back what was written last.
   */
  void farewellSaid() {
    linger(LINGER_MILLIS);
    farewellSaid = true;
    failStreams(new ClosedChannelException());
    if (inputEnded) {
      getEndPoint().close();
    } else {
      getEndPoint().shutdownOutput();
      getEndPoint().setIdleTimeout(LINGER_MILLIS);
    }
  }

  private void linger(long millis) {
    lingerUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /** Says goodbye; what is asked for is answered before the connection ends. */
  CompletableFuture<Void> shutDown() {
    if (!shuttingDown) {
      shuttingDown = true;
      outbound.goAway(Integer.MAX_VALUE, ErrorCode.NO_ERROR);
    }
    outbound.iterate();
    return closed;
  }

  @Override
  public void close() {
    end(ErrorCode.NO_ERROR);
  }

  @Override
  public void onFillInterestedFailed(Throwable cause) {
    fail(cause);
  }

  /** Nothing went over the connection for a while, in either direction. */
  @Override
  public boolean onIdleExpired(TimeoutException timeout) {
    if (farewell || inputEnded) {
      return true; // ends it
    }
    boolean handlersAtWork = false;
    for (Http2Stream stream : streams.all()) {
      if (!stream.requestEnded()) {
        lose(stream, ErrorCode.CANCEL, true, timeout);
      } else if (outbound.waits(stream)) {
        return true; // the client takes nothing
      } else {
        handlersAtWork = true;
      }
    }
    if (!handlersAtWork) {
      end(ErrorCode.NO_ERROR);
    }
    flush();
    return false;
  }

  /** The connection is broken: nothing can be written any more, or read. */
  void fail(Throwable cause) {
    failStreams(cause);
    getEndPoint().close(cause);
  }

  private void failStreams(Throwable cause) {
    for (Http2Stream stream : streams.all()) {
      lose(stream, ErrorCode.CANCEL, false, new EofException(cause));
    }
  }

  @Override
  public void onClose(Throwable cause) {
    inputEnded = true;
    failStreams(cause == null ? new ClosedChannelException() : cause);
    super.onClose(cause);
    closed.complete(null);
  }
}
