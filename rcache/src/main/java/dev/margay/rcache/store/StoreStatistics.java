package dev.margay.rcache.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what the store met, and logs its faults without flooding the log. */
public final class StoreStatistics {
  private static final Logger log = LoggerFactory.getLogger(ContentStore.class);
  private static final long QUIET_NANOS = 60_000_000_000L;

  /** A success this soon after a fault may be one small file that still fitted. */
  private static final long RECOVERED_NANOS = 500_000_000L;

  final LongAdder corrupt = new LongAdder();
  private final Path root;
  private final LongAdder faults = new LongAdder();
  private final AtomicLong nextWarning = new AtomicLong(System.nanoTime());

  /** Whether a warning was logged that no success has followed yet. */
  private final AtomicBoolean troubled = new AtomicBoolean();

  private volatile long lastFault = System.nanoTime();

  /** Of the store in {@code root}. */
  StoreStatistics(Path root) {
    this.root = root;
  }

  /** Files that were found cut or altered. */
  public long corrupt() {
    return corrupt.sum();
  }

  /** Readings and writings that the file system refused. */
  public long faults() {
    return faults.sum();
  }

  /** Counts a fault; the first in a minute is logged. Requests are answered all the same. */
  public void fault(String what, IOException cause) {
    faults.increment();
    long now = System.nanoTime();
    lastFault = now;
    long next = nextWarning.get();
    if (now - next >= 0 && nextWarning.compareAndSet(next, now + QUIET_NANOS)) {
      log.warn(
          "The representation cache in {} could not {}: {}. Requests are served without it",
          root,
          what,
          cause.toString());
      troubled.set(true);
    }
  }

  /** Takes note that something could be kept: the first time after a warning, that is logged. */
  void kept() {
    if (troubled.get()
        && System.nanoTime() - lastFault > RECOVERED_NANOS
        && troubled.compareAndSet(true, false)) {
      log.info("The representation cache in {} works again", root);
    }
  }
}
