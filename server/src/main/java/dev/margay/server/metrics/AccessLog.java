package dev.margay.server.metrics;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each request, in the order in which they ended. Lines go into a bounded buffer that
 * one thread writes out, so that no request waits for a disk; where that cannot keep up, lines are
 * dropped and counted. That thread is woken at most twenty times a second, unless there is much to
 * write: a switch of threads costs more than many lines.
 */
public final class AccessLog implements ExchangeObserver, Closeable {
  private static final Logger log = LoggerFactory.getLogger(AccessLog.class);
  private static final int LARGEST_BACKLOG = 8 << 20;
  private static final int INITIAL = 16 * 1024;

  /** So much is written without more ado, in bytes. */
  private static final int PLENTY = 256 * 1024;

  /** How long a line waits for others that are to be written with it. */
  private static final long GATHERING_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** A line's own buffer is kept for the next up to this size, in bytes. */
  private static final int LARGEST_KEPT = 16 * 1024;

  private final AccessLogLine line;
  private final OutputStream out;
  private final LongAdder dropped = new LongAdder();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Thread writer;
  private final ThreadLocal<LineBytes> lines = ThreadLocal.withInitial(() -> new LineBytes(1024));

  /** Guarded by lock. */
  private LineBytes backlog = new LineBytes(INITIAL);

  /** Guarded by lock. */
  private boolean closed;

  /** A log to {@code out}, which is closed with it. */
  public AccessLog(AccessLogLine line, OutputStream out) {
    this.line = line;
    this.out = out;
    writer = new Thread(this::writeOut, "margay-access-log");
    writer.setDaemon(true);
    writer.start();
  }

  /** Lines that were given up so far. */
  public long dropped() {
    return dropped.sum();
  }

  @Override
  public void ended(Request request, Response response, Exchange exchange) {
    LineBytes text = lines.get();
    text.clear();
    line.write(text, request, response, exchange);
    add(text);
    if (text.capacity() > LARGEST_KEPT) {
      lines.remove();
    }
  }

  private void add(LineBytes text) {
    lock.lock();
    try {
      int before = backlog.size();
      if (closed || before + text.size() > LARGEST_BACKLOG) {
        dropped.increment();
        return;
      }
      backlog.add(text);
      if (before == 0 || (before < PLENTY && backlog.size() >= PLENTY)) {
        filled.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void writeOut() {
    LineBytes writing = new LineBytes(INITIAL);
    while (true) {
      LineBytes full = swap(writing);
      if (full.size() == 0) {
        return;
      }
      try {
        full.writeTo(out);
        out.flush();
      } catch (IOException e) {
        log.warn("The access log cannot be written: {}", e.toString());
      }
      full.clear();
      writing = full;
    }
  }

  /** Waits for lines and takes them; takes none once the log is closed and written out. */
  private LineBytes swap(LineBytes empty) {
    lock.lock();
    try {
      while (backlog.size() == 0 && !closed) {
        filled.awaitUninterruptibly();
      }
      gather();
      LineBytes full = backlog;
      backlog = empty;
      return full;
    } finally {
      lock.unlock();
    }
  }

  /** With the lock held. Nobody interrupts the writer; if somebody did, it would write at once. */
  private void gather() {
    long left = GATHERING_NANOS;
    try {
      while (left > 0 && backlog.size() < PLENTY && !closed) {
        left = filled.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      log.debug("The access log's writer was interrupted", e);
    }
  }

  /** Writes out what has come so far, and takes no more. */
  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      closed = true;
      filled.signal();
    } finally {
      lock.unlock();
    }
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    out.close();
  }
}
