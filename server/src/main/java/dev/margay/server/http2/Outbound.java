package dev.margay.server.http2;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
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
  /** A frame of DATA is put off to the next write rather than made smaller than this. */
  private static final int SMALLEST_DATA = 1024;

  /** More than so much about the connection is waiting only where the client reads nothing. */
  private static final int MOST_CONTROL = 64 * 1024;

  private final Http2Connection connection;
  private final StreamTable streams;
  private final EndPoint endPoint;
  private final ByteBufferPool buffers;
  private final boolean direct;
  private final WriteBudget budget;

  /** All that follows is guarded by this, but for what says otherwise. */
  private final FieldBlockWriter fields = new FieldBlockWriter();

  private final Deque<Http2Stream> ready = new ArrayDeque<>();

  /** Those that wait for the connection's window only. */
  private final Deque<Http2Stream> stalled = new ArrayDeque<>();

  /** Frames about the connection. */
  private final ControlFrames control = new ControlFrames();

  private PeerSettings peer = PeerSettings.FIRST;
  private long window = Frames.FIRST_WINDOW;

  /** Why the connection is about to end; null if it is not. */
  private ErrorCode farewell;

  private int lastStream;

  /** How many streams have something to send. */
  private int pending;

  /** When something of it was last written, or came to be sent, by {@link System#nanoTime()}. */
  private long progressAt;

  /** Whether the last frame was put into a buffer, or none can be written any more. */
  private boolean ended;

  /** Whether something of a stream is being written. */
  private boolean progressed;

  /** What is being written; of whoever processes. */
  private RetainableByteBuffer batch;

  /** How much that may be; of whoever processes. */
  private int batchBytes;

  /** Whose writes are complete with it; of whoever processes. */
  private final Deque<Callback> finished = new ArrayDeque<>();

  /** Whose fields cannot be sent; of whoever processes. */
  private final List<Runnable> failures = new ArrayList<>();

  Outbound(
      Http2Connection connection,
      StreamTable streams,
      EndPoint endPoint,
      ByteBufferPool buffers,
      Http2Settings settings) {
    this.connection = connection;
    this.streams = streams;
    this.endPoint = endPoint;
    this.buffers = buffers;
    this.direct = settings.direct();
    this.budget = settings.budget();
  }

  /** What the client has set. */
  synchronized PeerSettings peer() {
    return peer;
  }

  /**
   * Whether the client lets too much wait, or lets anything wait for too long.
   *
   * @param now by {@link System#nanoTime()}
   * @param patience for so long, in nanoseconds; 0 or less for any time
   */
  synchronized boolean clogged(long now, long patience) {
    boolean late = patience > 0 && pending > 0 && now - progressAt > patience;
    return late || control.size() > MOST_CONTROL;
  }

  /** The server's preface (RFC 9113 §3.4): its settings, and its window for all requests. */
  synchronized void begin(int streams, int streamWindow, int connectionWindow, int headerList) {
    control.addPreface(streams, streamWindow, connectionWindow, headerList);
  }

  /**
   * Takes what the client has set, and says so (RFC 9113 §6.5.3).
   *
   * @return whether all streams' windows can take it (§6.9.2)
   */
  synchronized boolean accept(PeerSettings settings, Collection<Http2Stream> streams) {
    if (settings.headerTable() != peer.headerTable()) {
      fields.tableSize(settings.headerTable());
    }
    boolean changed = settings.window() != peer.window();
    peer = settings;
    control.addSettingsAck();
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
    control.addPong(opaque);
  }

  /** Lets the client send more; of one stream, or of all (0). */
  synchronized void allow(int stream, int bytes) {
    control.addWindowUpdate(stream, bytes);
  }

  /** Resets a stream that is not known here. */
  synchronized void reset(int stream, ErrorCode code) {
    control.addReset(stream, code);
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
    return takeBack(state);
  }

  private Callback takeBack(OutboundState state) {
    pending -= state.pending() ? 1 : 0;
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
    control.addGoAway(last, code);
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
    int most = Integer.BYTES + FieldBlockWriter.mostOf(request);
    if (parent.outbound().ended || parent.outbound().reset || most > Frames.LARGEST_PAYLOAD) {
      return false;
    }
    ByteBuffer out = control.room(Frames.HEADER_BYTES + most);
    fields.putPromise(parent.id(), promised, request, out);
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
    if (pending++ == 0) {
      progressAt = System.nanoTime();
    }
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
    if (ended || (control.isEmpty() && ready.isEmpty() && farewell == null)) {
      return null;
    }
    batchBytes = budget.take();
    batch = buffers.acquire(batchBytes, direct);
    ByteBuffer out = batch.getByteBuffer().clear();
    out.limit(batchBytes - ControlFrames.GOAWAY_BYTES);
    boolean room = control.putTo(out);
    int before = out.position();
    while (room && !ready.isEmpty()) {
      Http2Stream stream = ready.removeFirst();
      stream.outbound().queued = false;
      room = put(stream, out);
    }
    progressed = out.position() > before;
    if (farewell != null && control.isEmpty()) {
      out.limit(batchBytes);
      Frames.putGoAway(out, lastStream, farewell);
      ended = true;
    }
    return out.flip();
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
    int most = FieldBlockWriter.mostOf(state.head);
    boolean large = most > Frames.LARGEST_PAYLOAD;
    if (!large && most > out.remaining() - Frames.HEADER_BYTES) {
      putOff(stream);
      return false;
    }
    boolean alone = state.last && !state.body.hasRemaining() && state.trailers == null;
    try {
      if (large) {
        fields.addFrames(state.id, state.head, most, alone, control);
      } else {
        fields.putHeaders(state.id, state.head, alone, out);
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
    Callback waiting = takeBack(state);
    failures.add(
        () -> {
          streams.resetHere(stream.id());
          streams.remove(stream);
          waiting.failed(cause);
        });
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
    int most = FieldBlockWriter.mostOf(trailers);
    boolean large = most > Frames.LARGEST_PAYLOAD;
    if (!large && most > out.remaining() - Frames.HEADER_BYTES) {
      putOff(stream);
      return false;
    }
    try {
      if (large) {
        fields.addFrames(state.id, trailers, most, true, control);
      } else {
        fields.putHeaders(state.id, trailers, true, out);
      }
    } catch (HpackException.StreamException e) {
      fail(stream, e);
      return true;
    }
    finish(stream, state, true);
    return !large;
  }

  private void finish(Http2Stream stream, OutboundState state, boolean last) {
    finished.add(takeBack(state));
    if (last) {
      state.ended = true;
      if (stream.requestEnded()) {
        streams.remove(stream);
      }
    }
  }

  @Override
  protected void onSuccess() {
    release();
    boolean over;
    synchronized (this) {
      over = ended;
      progressAt = progressed ? System.nanoTime() : progressAt;
      progressed = false;
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
    budget.giveBack(batchBytes); // also where no buffer could be had
    batchBytes = 0;
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
