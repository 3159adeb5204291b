package dev.margay.server.listen;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.util.Callback;

/**
 * Holds an HTTP/2 connection's first write while the requests that were read with it are answered,
 * so that the answers to a whole batch leave in one write.
 *
 * <p>Jetty's HTTP/2 connection reads the network, parses all of it, runs the requests' handlers on
 * the same thread, and reads again. Its flusher writes as soon as the first response is there, and
 * then waits for that write: if the write is held until the thread reads again, all other responses
 * have queued up behind it and are gathered into the next one. At most one write is ever held, and
 * only one that was made by the thread that is reading. It is released, in this order of
 * likelihood: before that thread reads again, when it waits to be told of more, when it is done
 * with what it was woken for, and when the end point closes.
 */
final class Cork {
  /** Writes for real. */
  interface Writer {
    void write(Callback callback, ByteBuffer... buffers);
  }

  /** A write that waits to be made. */
  private static final class Held {
    private final Callback callback;
    private final ByteBuffer[] buffers;

    Held(Callback callback, ByteBuffer[] buffers) {
      this.callback = callback;
      this.buffers = buffers;
    }
  }

  private final Writer writer;
  private final AtomicReference<Held> held = new AtomicReference<>();

  /** The thread that is answering what it has read; null between readings. */
  private volatile Thread reader;

  Cork(Writer writer) {
    this.writer = writer;
  }

  /** The calling thread has read something and will answer it. */
  void close() {
    reader = Thread.currentThread();
  }

  /** Lets what is held go, if the calling thread is the one that holds it. */
  void openByReader() {
    if (Thread.currentThread().equals(reader)) {
      open();
    }
  }

  /** Lets what is held go. */
  void open() {
    reader = null;
    Held write = held.getAndSet(null);
    if (write != null) {
      writer.write(write.callback, write.buffers);
    }
  }

  /** Takes a write into its hold, or writes for real. */
  void write(Callback callback, ByteBuffer... buffers) {
    boolean byReader = Thread.currentThread().equals(reader);
    if (!byReader || !held.compareAndSet(null, new Held(callback, buffers))) {
      writer.write(callback, buffers);
    }
  }

  /** Fails what is held, because nothing can be written any more. */
  void fail(Throwable cause) {
    reader = null;
    Held write = held.getAndSet(null);
    if (write != null) {
      write.callback.failed(cause == null ? new ClosedChannelException() : cause);
    }
  }
}
