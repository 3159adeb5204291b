package dev.margay.server.metrics;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
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
 * dropped and counted.
 */
public final class AccessLog implements ExchangeObserver, Closeable {
  private static final Logger log = LoggerFactory.getLogger(AccessLog.class);
  private static final int LARGEST_BACKLOG = 8 << 20;
  private static final int INITIAL = 64 * 1024;

  private final AccessLogLine line;
  private final OutputStream out;
  private final LongAdder dropped = new LongAdder();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Thread writer;

  /** Guarded by lock. */
  private Backlog backlog = new Backlog();

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
    byte[] text = line.format(request, response, exchange).getBytes(StandardCharsets.UTF_8);
    lock.lock();
    try {
      if (closed || backlog.size() + text.length > LARGEST_BACKLOG) {
        dropped.increment();
        return;
      }
      boolean wasEmpty = backlog.size() == 0;
      backlog.write(text, 0, text.length);
      if (wasEmpty) {
        filled.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void writeOut() {
    Backlog writing = new Backlog();
    while (true) {
      Backlog full = swap(writing);
      if (full.size() == 0) {
        return;
      }
      try {
        full.writeTo(out);
        out.flush();
      } catch (IOException e) {
        log.warn("The access log cannot be written: {}", e.toString());
      }
      full.reset();
      writing = full;
    }
  }

  /** Waits for lines and takes them; takes none once the log is closed and written out. */
  private Backlog swap(Backlog empty) {
    lock.lock();
    try {
      while (backlog.size() == 0 && !closed) {
        filled.awaitUninterruptibly();
      }
      Backlog full = backlog;
      backlog = empty;
      return full;
    } finally {
      lock.unlock();
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

  private static final class Backlog extends java.io.ByteArrayOutputStream {
    Backlog() {
      super(INITIAL);
    }
  }
}
