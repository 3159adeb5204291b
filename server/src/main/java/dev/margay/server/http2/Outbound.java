package dev.margay.server.http2;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.hpack.HpackEncoder;
import org.eclipse.jetty.http2.hpack.HpackException;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;

/**
 * What one connection sends. Frames of all streams are gathered into one buffer, which leaves in
 * one write; while it does, more is gathered by waiting. First go frames about the connection, in
 * the order in which they were made, then streams in turns, a frame each (RFC 9113 §6).
 *
 * <p>Field blocks are coded when they are put into the buffer, and promises when they are made,
 * which is before all that comes after them: the order of HPACK's table is the order of the wire.
 */
final class Outbound extends IteratingCallback {
  /** Of one write, in bytes: four records of TLS. */
  static final int BATCH_BYTES = 64 * 1024;

  /** A frame of DATA is put off to the next write rather than made smaller than this. */
  private static final int SMALLEST_DATA = 1024;

  /** More than so much about the connection is waiting only where the client reads nothing. */
  private static final int MOST_CONTROL = 64 * 1024;

  private static final int GOAWAY_BYTES = Frames.HEADER_BYTES + 8;
  private static final int LARGEST_HEADER_LIST = 1 << 20;

  private final Http2Connection connection;
  private final EndPoint endPoint;
  private final ByteBufferPool buffers;
  private final boolean direct;

  /** All that follows is guarded by this, but for what says otherwise. */
  private final HpackEncoder encoder = new HpackEncoder();

  private final Deque<Http2Stream> ready = new ArrayDeque<>();

  /** Those that wait for the connection's window only. */
  private final Deque<Http2Stream> stalled = new ArrayDeque<>();

  /** Frames about the connection, to be read from its beginning. */
  private ByteBuffer control = ByteBuffer.allocate(256);

  private PeerSettings peer = PeerSettings.FIRST;
  private long window = Frames.FIRST_WINDOW;

  /** Why the connection is about to end; null if it is not. */
  private ErrorCode farewell;

  private int lastStream;

  /** Whether the last frame was put into a buffer, or none can be written any more. */
  private boolean ended;

  /** What is being written; of whoever processes. */
  private RetainableByteBuffer batch;

  /** Whose writes are complete with it; of whoever processes. */
  private final Deque<Callback> finished = new ArrayDeque<>();

  /** Whose fields cannot be sent; of whoever processes. */
  private final List<Runnable> failures = new ArrayList<>();

  Outbound(Http2Connection connection, EndPoint endPoint, ByteBufferPool buffers, boolean direct) {
    this.connection = connection;
    this.endPoint = endPoint;
    this.buffers = buffers;
    this.direct = direct;
    encoder.setMaxHeaderListSize(LARGEST_HEADER_LIST);
  }

  /** What the client has set. */
  synchronized PeerSettings peer() {
    return peer;
  }

  /** Whether the client lets too much wait. */
  synchronized boolean clogged() {
    return control.position() > MOST_CONTROL;
  }

  /** Gives room for a frame about the connection. */
  private ByteBuffer control(int bytes) {
    if (control.remaining() < bytes) {
      int size = Math.max(2 * control.capacity(), control.position() + bytes);
      control = ByteBuffer.allocate(size).put(control.flip());
    }
    return control;
  }

  /** The server's preface (RFC 9113 §3.4): its settings, and its window for all requests. */
  synchronized void begin(int streams, int streamWindow, int connectionWindow, int headerList) {
    ByteBuffer out = control(64);
    Frames.putHeader(out, 18, Frames.SETTINGS, 0, 0);
    out.putShort((short) 3).putInt(streams);
    out.putShort((short) 4).putInt(streamWindow);
    out.putShort((short) 6).putInt(headerList);
    Frames.putWindowUpdate(out, 0, connectionWindow - Frames.FIRST_WINDOW);
  }

  /**
   * Takes what the client has set, and says so (RFC 9113 §6.5.3).
   *
   * @return whether all streams' windows can take it (§6.9.2)
   */
  synchronized boolean accept(PeerSettings settings, Collection<Http2Stream> streams) {
    if (settings.headerTable() != peer.headerTable()) {
      int capacity = (int) Math.min(settings.headerTable(), PeerSettings.FIRST.headerTable());
      encoder.setMaxTableCapacity(capacity);
      encoder.setTableCapacity(capacity);
    }
    boolean changed = settings.window() != peer.window();
    peer = settings;
    Frames.putHeader(control(Frames.HEADER_BYTES), 0, Frames.SETTINGS, Frames.ACK, 0);
    boolean possible = true;
    for (Http2Stream stream : streams) {
      possible &= !changed || widen(stream, 0);
    }
    return possible;
  }

  private boolean widen(Http2Stream stream, long bytes) {
    OutboundState state = stream.outbound();
    state.window += bytes;
    if (state.pending() && !state.queued && windowOf(state) > 0) {
      enqueue(stream);
    }
    return windowOf(state) <= Frames.LARGEST_WINDOW;
  }

  /** What the client takes of a stream; below zero after a change of settings (§6.9.2). */
  private long windowOf(OutboundState state) {
    return peer.window() + state.window;
  }

  /** The client takes more of one stream; false if that is more than anyone may. */
  synchronized boolean open(Http2Stream stream, int bytes) {
    return widen(stream, bytes);
  }

  /** The client takes more of all streams; false if that is more than anyone may. */
  synchronized boolean open(int bytes) {
    window += bytes;
    if (window > 0) {
      ready.addAll(stalled);
      stalled.clear();
    }
    return window <= Frames.LARGEST_WINDOW;
  }

  /** Answers a ping. */
  synchronized void pong(long opaque) {
    ByteBuffer out = control(Frames.HEADER_BYTES + Long.BYTES);
    Frames.putHeader(out, Long.BYTES, Frames.PING, Frames.ACK, 0);
    out.putLong(opaque);
  }

  /** Lets the client send more; of one stream, or of all (0). */
  synchronized void allow(int stream, int bytes) {
    Frames.putWindowUpdate(control(Frames.HEADER_BYTES + 4), stream, bytes);
  }

  /** Resets a stream that is not known here. */
  synchronized void reset(int stream, ErrorCode code) {
    Frames.putReset(control(Frames.HEADER_BYTES + 4), stream, code);
  }

  /**
   * Ends a stream early.
   *
   * @param tell whether the client is told
   * @return who waits for what was to be sent; null if nobody does
   */
  synchronized Callback reset(Http2Stream stream, ErrorCode code, boolean tell) {
    OutboundState state = stream.outbound();
    if (state.reset || (state.ended && stream.requestEnded())) {
      return null;
    }
    state.reset = true;
    takeOut(stream);
    if (tell) {
      reset(stream.id(), code);
    }
    return state.takeBack();
  }

  /** One that was reset has no turn; streams come and go while nothing can be written. */
  private void takeOut(Http2Stream stream) {
    if (stream.outbound().queued && !ready.remove(stream)) {
      stalled.remove(stream);
    }
    stream.outbound().queued = false;
  }

  /** Whether all of a stream was sent. */
  synchronized boolean hasEnded(Http2Stream stream) {
    return stream.outbound().ended;
  }

  /** Whether a stream has something to send, which the client does not take. */
  synchronized boolean waits(Http2Stream stream) {
    return stream.outbound().pending();
  }

  /** Says that no streams after {@code last} will be looked at. */
  synchronized void goAway(int last, ErrorCode code) {
    Frames.putGoAway(control(GOAWAY_BYTES), last, code);
  }

  /** Ends the connection after what is ready, as far as the next write takes it. */
  synchronized void end(int last, ErrorCode code) {
    if (farewell == null) {
      farewell = code;
      lastStream = last;
    }
  }

  /**
   * Promises a stream (RFC 9113 §8.4).
   *
   * @return whether it is; not where the parent's response has ended, or the request is too large
   * @throws HpackException if the request cannot be told
   */
  synchronized boolean promise(Http2Stream parent, int promised, MetaData.Request request)
      throws HpackException {
    int most = 4 + mostOf(request);
    if (parent.outbound().ended || parent.outbound().reset || most > Frames.LARGEST_PAYLOAD) {
      return false;
    }
    ByteBuffer out = control(Frames.HEADER_BYTES + most);
    int begin = out.position();
    out.position(begin + Frames.HEADER_BYTES).putInt(promised);
    try {
      encoder.encode(out, request);
    } catch (HpackException e) {
      out.position(begin);
      throw e;
    }
    int end = out.position();
    int length = end - begin - Frames.HEADER_BYTES;
    out.position(begin);
    Frames.putHeader(out, length, Frames.PUSH_PROMISE, Frames.END_HEADERS, parent.id());
    out.position(end);
    return true;
  }

  /**
   * Takes what a stream has to send; each stream has one such thing at a time.
   *
   * @return whether it will be sent: a stream that was reset sends nothing
   */
  synchronized boolean send(
      Http2Stream stream,
      MetaData.Response head,
      ByteBuffer body,
      boolean last,
      HttpFields trailers,
      Callback callback) {
    OutboundState state = stream.outbound();
    if (state.reset || ended) {
      return false;
    }
    state.head = head;
    state.body = body;
    state.last = last;
    state.trailers = trailers;
    state.callback = callback;
    enqueue(stream);
    return true;
  }

  private void enqueue(Http2Stream stream) {
    stream.outbound().queued = true;
    ready.addLast(stream);
  }

  @Override
  protected Action process() throws HpackException {
    ByteBuffer bytes;
    synchronized (this) {
      bytes = gather();
    }
    failures.forEach(Runnable::run);
    failures.clear();
    if (bytes == null) {
      connection.quiet();
      return Action.IDLE;
    }
    endPoint.write(this, bytes);
    return Action.SCHEDULED;
  }

  private ByteBuffer gather() throws HpackException {
    if (ended || (control.position() == 0 && ready.isEmpty() && farewell == null)) {
      return null;
    }
    batch = buffers.acquire(BATCH_BYTES, direct);
    ByteBuffer out = batch.getByteBuffer().clear();
    out.limit(out.capacity() - GOAWAY_BYTES);
    boolean room = putControl(out);
    while (room && !ready.isEmpty()) {
      Http2Stream stream = ready.removeFirst();
      stream.outbound().queued = false;
      room = put(stream, out);
    }
    if (farewell != null && control.position() == 0) {
      out.limit(out.capacity());
      Frames.putGoAway(out, lastStream, farewell);
      ended = true;
    }
    return out.flip();
  }

  /** Puts frames about the connection into the buffer, or as much of them as fits. */
  private boolean putControl(ByteBuffer out) {
    control.flip();
    boolean fits = control.remaining() <= out.remaining();
    int limit = control.limit();
    control.limit(Math.min(limit, out.remaining()));
    out.put(control);
    control.limit(limit);
    control.compact();
    return fits;
  }

  /** Puts a stream's next frames into the buffer; whether there is room for another's. */
  private boolean put(Http2Stream stream, ByteBuffer out) throws HpackException {
    OutboundState state = stream.outbound();
    if (!state.pending()) {
      return true; // it was reset
    }
    if (state.head != null && !putHead(stream, state, out)) {
      return false;
    }
    while (state.body.hasRemaining()) {
      int left = state.body.remaining();
      int room = Math.min(out.remaining() - Frames.HEADER_BYTES, Frames.LARGEST_PAYLOAD);
      if (room < Math.min(left, SMALLEST_DATA)) {
        putOff(stream);
        return false;
      }
      int bytes = (int) Math.min(Math.min(left, room), Math.min(windowOf(state), window));
      if (bytes <= 0) {
        stall(stream, state);
        return true;
      }
      putData(state, bytes, out);
      if (bytes < left && !ready.isEmpty()) {
        enqueue(stream);
        return true;
      }
    }
    return putEnd(stream, state, out);
  }

  private void putOff(Http2Stream stream) {
    stream.outbound().queued = true;
    ready.addFirst(stream);
  }

  private void stall(Http2Stream stream, OutboundState state) {
    if (windowOf(state) > 0) {
      state.queued = true;
      stalled.addLast(stream);
    }
  }

  /** Puts the response's fields into the buffer, if there is room for them. */
  private boolean putHead(Http2Stream stream, OutboundState state, ByteBuffer out)
      throws HpackException {
    int most = mostOf(state.head);
    boolean large = most > Frames.LARGEST_PAYLOAD;
    if (!large && most > out.remaining() - Frames.HEADER_BYTES) {
      putOff(stream);
      return false;
    }
    boolean alone = state.last && !state.body.hasRemaining() && state.trailers == null;
    try {
      if (large) {
        putLargeBlock(state.id, state.head, most, alone);
      } else {
        putBlock(state.id, state.head, alone, out);
      }
    } catch (HpackException.StreamException e) {
      fail(stream, e);
      return true;
    }
    state.head = null;
    if (alone || (!state.last && !state.body.hasRemaining())) {
      finish(stream, state, alone);
    } else if (large) {
      putOff(stream);
    }
    return !large; // such a block has to go before anything else
  }

  /** Its fields are none that can be sent: nothing of it was. */
  private void fail(Http2Stream stream, HpackException cause) {
    OutboundState state = stream.outbound();
    state.reset = true;
    reset(state.id, ErrorCode.INTERNAL_ERROR);
    Callback waiting = state.takeBack();
    failures.add(
        () -> {
          connection.closed(stream);
          waiting.failed(cause);
        });
  }

  private void putBlock(int stream, MetaData fields, boolean last, ByteBuffer out)
      throws HpackException {
    int begin = out.position();
    out.position(begin + Frames.HEADER_BYTES);
    try {
      encoder.encode(out, fields);
    } catch (HpackException e) {
      out.position(begin);
      throw e;
    }
    int end = out.position();
    int flags = Frames.END_HEADERS | (last ? Frames.END_STREAM : 0);
    out.position(begin);
    Frames.putHeader(out, end - begin - Frames.HEADER_BYTES, Frames.HEADERS, flags, stream);
    out.position(end);
  }

  /** A block of several frames goes with those about the connection (RFC 9113 §6.10). */
  private void putLargeBlock(int stream, MetaData fields, int most, boolean last)
      throws HpackException {
    ByteBuffer block = ByteBuffer.allocate(most);
    encoder.encode(block, fields);
    block.flip();
    int type = Frames.HEADERS;
    int flags = last ? Frames.END_STREAM : 0;
    do {
      int bytes = Math.min(block.remaining(), Frames.LARGEST_PAYLOAD);
      flags |= bytes == block.remaining() ? Frames.END_HEADERS : 0;
      ByteBuffer out = control(Frames.HEADER_BYTES + bytes);
      Frames.putHeader(out, bytes, type, flags, stream);
      out.put(block.slice(block.position(), bytes));
      block.position(block.position() + bytes);
      type = Frames.CONTINUATION;
      flags = 0;
    } while (block.hasRemaining());
  }

  /** What fields can take at most, in bytes: the longest code of Huffman's has 30 bits. */
  private static int mostOf(MetaData message) {
    int most = 512;
    for (HttpField field : message.getHttpFields()) {
      String value = field.getValue();
      most += 16 + 4 * (field.getName().length() + (value == null ? 0 : value.length()));
    }
    if (message instanceof MetaData.Request request) {
      most += 4 * request.getHttpURI().asString().length();
    }
    return most;
  }

  private void putData(OutboundState state, int bytes, ByteBuffer out) {
    ByteBuffer body = state.body;
    boolean end = state.last && state.trailers == null && bytes == body.remaining();
    Frames.putHeader(out, bytes, Frames.DATA, end ? Frames.END_STREAM : 0, state.id);
    int limit = body.limit();
    out.put(body.limit(body.position() + bytes));
    body.limit(limit);
    state.window -= bytes;
    window -= bytes;
    state.ended |= end;
  }

  /** All of the body is in the buffer. */
  private boolean putEnd(Http2Stream stream, OutboundState state, ByteBuffer out)
      throws HpackException {
    if (!state.pending()) {
      return true; // the fields were all
    }
    if (state.trailers != null) {
      return putTrailers(stream, state, out);
    }
    if (state.last && !state.ended) {
      if (out.remaining() < Frames.HEADER_BYTES) {
        putOff(stream);
        return false;
      }
      Frames.putHeader(out, 0, Frames.DATA, Frames.END_STREAM, state.id);
    }
    finish(stream, state, state.last);
    return true;
  }

  private boolean putTrailers(Http2Stream stream, OutboundState state, ByteBuffer out)
      throws HpackException {
    MetaData trailers = new MetaData(HttpVersion.HTTP_2, state.trailers);
    int most = mostOf(trailers);
    boolean large = most > Frames.LARGEST_PAYLOAD;
    if (!large && most > out.remaining() - Frames.HEADER_BYTES) {
      putOff(stream);
      return false;
    }
    try {
      if (large) {
        putLargeBlock(state.id, trailers, most, true);
      } else {
        putBlock(state.id, trailers, true, out);
      }
    } catch (HpackException.StreamException e) {
      fail(stream, e);
      return true;
    }
    finish(stream, state, true);
    return !large;
  }

  private void finish(Http2Stream stream, OutboundState state, boolean last) {
    finished.add(state.takeBack());
    if (last) {
      state.ended = true;
      connection.sent(stream);
    }
  }

  @Override
  protected void onSuccess() {
    release();
    boolean over;
    synchronized (this) {
      over = ended;
    }
    Callback next;
    while ((next = finished.poll()) != null) {
      next.succeeded();
    }
    if (over) {
      connection.farewellSaid();
    }
  }

  private void release() {
    if (batch != null) {
      BufferUtil.clear(batch.getByteBuffer());
      batch.release();
      batch = null;
    }
  }

  @Override
  protected void onCompleteFailure(Throwable cause) {
    release();
    synchronized (this) {
      ended = true; // what is sent from now on fails at once
    }
    try {
      failures.forEach(Runnable::run);
      failures.clear();
      Callback next;
      while ((next = finished.poll()) != null) {
        next.failed(cause);
      }
    } finally {
      connection.fail(cause);
    }
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
