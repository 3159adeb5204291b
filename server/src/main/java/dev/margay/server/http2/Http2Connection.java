package dev.margay.server.http2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.BufferUtil;
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

  /** Of one reading, in bytes: a whole frame, and room for a record of TLS behind a part of one. */
  private static final int INPUT_BYTES = 36 * 1024;

  /** A client that was told to go has so long to close, in milliseconds. */
  private static final long LINGER_MILLIS = 1000;

  private final ByteBufferPool buffers;
  private final Http2Settings settings;
  private final ConnectionFacts facts;
  private final StreamTable streams = new StreamTable();
  private final Outbound outbound;
  private final Exchanges exchanges;
  private final Inbound inbound;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  /** The thread that reads and answers; null between readings. */
  private volatile Thread reader;

  private volatile boolean inputEnded;
  private volatile boolean shuttingDown;

  /** The client asks for nothing more, and waits for us to go. */
  private volatile boolean goodbyeHeard;

  /** Nothing that the client sends is looked at any more. */
  private volatile boolean farewell;

  /** The last frame was written. */
  private volatile boolean farewellSaid;

  /** Who sends on after that is cut off, by {@link System#nanoTime()}. */
  private volatile long lingerUntil;

  /** All that follows is the reader's: what was read and is no whole frame, between readings. */
  private ByteBuffer leftover = BufferUtil.EMPTY_BUFFER;

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private boolean upgraded;
  private long readAt;

  Http2Connection(Connector connector, EndPoint endPoint, Http2Settings settings) {
    super(endPoint, connector.getExecutor());
    this.buffers = connector.getByteBufferPool();
    this.settings = settings;
    this.facts = new ConnectionFacts(this, connector, settings.http(), endPoint);
    this.outbound = new Outbound(this, streams, endPoint, buffers, settings);
    this.exchanges = new Exchanges(this, streams, outbound, settings.streams());
    this.inbound = new Inbound(exchanges, streams, outbound, settings, () -> readAt);
  }

  /** HTTP/1.1 has read the beginning of the preface. */
  void prefaceBegun() {
    inbound.prefaceBegun();
  }

  ConnectionFacts facts() {
    return facts;
  }

  /** Whether the client takes promises now. */
  boolean acceptsPush() {
    return exchanges.acceptPush();
  }

  /** Tells {@code observer} of promises from now on. */
  public void observePushes(PushObserver observer) {
    exchanges.observePushes(observer);
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
        Inbound.STREAM_WINDOW,
        Exchanges.CONNECTION_WINDOW,
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
        if (inbound.clientSaidGoodbye()) {
          goodbyeHeard = true; // only now: one that went as it said so is told nothing
        }
        if (inbound.begun()) {
          outbound.iterate(); // until then, our preface waits for what answers the client's
        }
        fillInterested();
      }
    } catch (IOException | RuntimeException e) {
      log.debug("A connection cannot be read", e);
      breakOff(e);
    } catch (Error e) {
      breakOff(e); // whoever waits for an answer is told; what it was is Jetty's to log
      throw e;
    } finally {
      BufferUtil.clear(input);
      buffer.release();
    }
  }

  private void breakOff(Throwable cause) {
    reader = null; // so that those who are told of it are told elsewhere
    fail(cause);
    tasks.forEach(this::run);
    tasks.clear();
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
      inbound.take(input);
    } catch (Violation e) {
      BufferUtil.clear(input);
      answer();
      end(e.code());
    }
    answer();
    reader = null;
    if (outbound.clogged(readAt, TimeUnit.MILLISECONDS.toNanos(getEndPoint().getIdleTimeout()))) {
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

  /** Writes what is to be sent; while the reader answers, all of it together. */
  void flush() {
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

  /** The client will send nothing more: what it asked for is answered all the same. */
  private void endInput() {
    inputEnded = true;
    exchanges.promiseNoMore();
    if (farewell) {
      if (farewellSaid) {
        getEndPoint().close();
      }
      return;
    }
    for (Http2Stream stream : streams.all()) {
      if (!stream.requestEnded()) {
        exchanges.lose(stream, ErrorCode.CANCEL, false, new EofException("The request has no end"));
      }
    }
    outbound.iterate();
  }

  /** Everything is written: where nothing is under way and nothing more is to come, that is all. */
  void quiet() {
    if (inputEnded) {
      if (streams.isEmpty()) {
        getEndPoint().close();
      }
    } else if ((shuttingDown || goodbyeHeard) && !farewell && streams.seal()) {
      end(ErrorCode.NO_ERROR);
    }
  }

  /** Ends the connection, after the answers that are ready. */
  private void end(ErrorCode code) {
    linger(getEndPoint().getIdleTimeout());
    farewell = true;
    exchanges.promiseNoMore();
    outbound.end(streams.lastRequested(), code);
    flush();
  }

  /**
   * The last frame was written. The socket is closed only when the client has closed it, or after a
   * while: closed with something unread, the kernel would take back what was written last.
   */
  void farewellSaid() {
    linger(LINGER_MILLIS);
    farewellSaid = true;
    exchanges.lose(null);
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
      exchanges.promiseNoMore();
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
        exchanges.lose(stream, ErrorCode.CANCEL, true, timeout);
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
    exchanges.lose(cause);
    getEndPoint().close(cause);
  }

  @Override
  public void onClose(Throwable cause) {
    inputEnded = true;
    exchanges.lose(cause);
    super.onClose(cause);
    closed.complete(null);
  }
}
