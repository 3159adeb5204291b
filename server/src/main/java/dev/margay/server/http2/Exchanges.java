package dev.margay.server.http2;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.hpack.HpackException;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests and responses of one connection: how each begins, goes on and ends. Safe for many
 * threads.
 */
final class Exchanges {
  private static final Logger log = LoggerFactory.getLogger(Exchanges.class);

  /** What a client may send of all requests' contents before they are read, in bytes. */
  static final int CONNECTION_WINDOW = 1024 * 1024;

  private final Http2Connection connection;
  private final StreamTable streams;
  private final Outbound outbound;
  private final int mostUnused;
  private final ReceiveWindow window = new ReceiveWindow(CONNECTION_WINDOW);
  private final List<PushObserver> pushObservers = new CopyOnWriteArrayList<>();
  private final HttpChannel.Factory channels = new HttpChannel.DefaultFactory();

  /** Guarded by itself. Those that can serve another exchange. */
  private final Deque<HttpChannel> unused = new ArrayDeque<>();

  /** Guarded by this. */
  private int lastPromised;

  private volatile boolean promisesNoMore;

  Exchanges(Http2Connection connection, StreamTable streams, Outbound outbound, int mostUnused) {
    this.connection = connection;
    this.streams = streams;
    this.outbound = outbound;
    this.mostUnused = mostUnused;
  }

  void observePushes(PushObserver observer) {
    pushObservers.add(observer);
  }

  /** Whether the client takes promises now. */
  boolean acceptPush() {
    return !promisesNoMore && outbound.peer().push();
  }

  /** From now on nothing is promised. */
  void promiseNoMore() {
    promisesNoMore = true;
  }

  /** The last promise's stream; 0 if there was none. */
  synchronized int lastPromised() {
    return lastPromised;
  }

  /** Begins an exchange, which is handled when all that was read is looked at. */
  void begin(int id, MetaData.Request request, RequestContent content) {
    HttpChannel channel = channel();
    Http2Stream stream = new Http2Stream(connection, this, id, content, channel);
    if (streams.add(stream)) {
      handle(stream, channel, request);
    }
  }

  private HttpChannel channel() {
    HttpChannel channel;
    synchronized (unused) {
      channel = unused.poll();
    }
    return channel == null ? channels.newHttpChannel(connection.facts()) : channel;
  }

  private void handle(Http2Stream stream, HttpChannel channel, MetaData.Request request) {
    channel.initialize();
    channel.setHttpStream(stream);
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

  /** Runs a piece of an exchange: with this reading, or else on a thread of its own. */
  void run(Runnable task) {
    connection.run(task);
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
    HttpChannel channel;
    Http2Stream stream;
    synchronized (this) {
      if (!acceptPush()
          || streams.promised() >= outbound.peer().pushes()
          || !StreamTable.isClients(parent.id())) {
        return;
      }
      channel = channel();
      stream = new Http2Stream(connection, this, lastPromised + 2, null, channel);
      if (!streams.add(stream)) {
        return;
      }
      if (!promise(parent, stream, request)) {
        streams.remove(stream);
        offer(channel);
        return;
      }
      lastPromised = stream.id();
    }
    for (PushObserver observer : pushObservers) {
      observer.promised(stream.id(), request);
    }
    handle(stream, channel, request);
  }

  private boolean promise(Http2Stream parent, Http2Stream promised, MetaData.Request request) {
    try {
      return outbound.promise(parent, promised.id(), request);
    } catch (HpackException e) {
      log.debug("A request cannot be promised", e);
      return false;
    }
  }

  /** The client reset a stream; one that was promised, perhaps. */
  void tellReset(int stream) {
    for (PushObserver observer : pushObservers) {
      observer.reset(stream);
    }
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
  void lose(Http2Stream stream, ErrorCode code, boolean tell, Throwable cause) {
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

  /** Takes note of received bytes; false if they are more than the client may send. */
  boolean received(int bytes) {
    return window.receive(bytes);
  }

  /** Bytes of the connection's window are free again. */
  void dropped(int bytes) {
    int more = window.use(bytes);
    if (more > 0) {
      outbound.allow(0, more);
      flush();
    }
  }

  /** Takes a channel back that can serve another exchange. */
  void offer(HttpChannel channel) {
    synchronized (unused) {
      if (unused.size() < mostUnused) {
        unused.push(channel);
      }
    }
  }

  /**
   * All that is under way has failed: the client is gone.
   *
   * @param cause null if it went in order
   */
  void lose(Throwable cause) {
    for (Http2Stream stream : streams.all()) {
      Throwable why = cause == null ? new ClosedChannelException() : cause;
      lose(stream, ErrorCode.CANCEL, false, new EofException(why));
    }
  }

  private void flush() {
    connection.flush();
  }
}
