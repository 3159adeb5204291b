package dev.margay.server.listen;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

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
 *
 * <p>A small write that is released is copied and reported as done, so that the flusher makes the
 * next one at once, and both leave together. If none comes, the copy leaves alone, and a write that
 * is made before it has left waits for it. If it fails, so does that write; if there is none, the
 * broken connection tells its reader.
 */
final class Cork {
  /** Writes for real. */
  interface Writer {
    void write(Callback callback, ByteBuffer... buffers);
  }

  /** Larger writes are not copied, in bytes: a record of TLS. */
  private static final int SMALL = 16 * 1024;

  /** A write that waits to be made. */
  private static final class Held {
    private final Callback callback;
    private final ByteBuffer[] buffers;

    Held(Callback callback, ByteBuffer[] buffers) {
      this.callback = callback;
      this.buffers = buffers;
    }

    void fail(Throwable cause) {
      callback.failed(cause == null ? new ClosedChannelException() : cause);
    }
  }

  private final Writer writer;

  /** The thread that is answering what it has read; null between readings. */
  private volatile Thread reader;

  /** Guarded by this. What the reader has written, until it reads again. */
  private Held held;

  /** Guarded by this. Bytes that were reported as written and wait for the next write. */
  private ByteBuffer ahead;

  /** Guarded by this. Whether such bytes are leaving alone. */
  private boolean alone;

  /** Guarded by this. The write that waits for those; a flusher makes one at a time. */
  private Held next;

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
    Held write;
    ByteBuffer copy;
    synchronized (this) {
      write = held;
      held = null;
      copy = write == null ? null : copyOfSmall(write.buffers);
      ahead = copy == null ? ahead : copy;
    }
    if (copy != null) {
      write.callback.succeeded(); // may write what comes next, with the copy before it
      writeAlone();
    } else if (write != null) {
      writer.write(write.callback, write.buffers);
    }
  }

  private static ByteBuffer copyOfSmall(ByteBuffer... buffers) {
    long length = BufferUtil.remaining(buffers);
    if (length > SMALL) {
      return null;
    }
    ByteBuffer copy = ByteBuffer.allocate((int) length);
    for (ByteBuffer buffer : buffers) {
      copy.put(buffer);
    }
    return copy.flip();
  }

  /** Lets bytes that were reported as written go, where nothing else is to follow. */
  void writeAlone() {
    ByteBuffer bytes;
    synchronized (this) {
      bytes = ahead;
      ahead = null;
      alone |= bytes != null;
    }
    if (bytes != null) {
      writer.write(
          Callback.from(InvocationType.NON_BLOCKING, this::leftAlone, this::failedAlone), bytes);
    }
  }

  private synchronized Held endAlone() {
    alone = false;
    Held waiting = next;
    next = null;
    return waiting;
  }

  private void leftAlone() {
    Held waiting = endAlone();
    if (waiting != null) {
      writer.write(waiting.callback, waiting.buffers);
    }
  }

  private void failedAlone(Throwable cause) {
    Held waiting = endAlone();
    if (waiting != null) {
      waiting.fail(cause);
    }
  }

  /** Takes a write into its hold, or writes for real. */
  void write(Callback callback, ByteBuffer... buffers) {
    ByteBuffer before;
    synchronized (this) {
      if (alone) {
        next = new Held(callback, buffers);
        return;
      }
      if (held == null && ahead == null && Thread.currentThread().equals(reader)) {
        held = new Held(callback, buffers);
        return;
      }
      before = ahead;
      ahead = null;
    }
    writer.write(callback, before == null ? buffers : joined(before, buffers));
  }

  private static ByteBuffer[] joined(ByteBuffer first, ByteBuffer... others) {
    ByteBuffer[] all = new ByteBuffer[others.length + 1];
    all[0] = first;
    System.arraycopy(others, 0, all, 1, others.length);
    return all;
  }

  /** Fails what waits, because nothing can be written any more. */
  void fail(Throwable cause) {
    reader = null;
    Held write;
    Held waiting;
    synchronized (this) {
      write = held;
      held = null;
      ahead = null;
      waiting = next;
      next = null;
    }
    if (write != null) {
      write.fail(cause);
    }
    if (waiting != null) {
      waiting.fail(cause);
    }
  }
}
