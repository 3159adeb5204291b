package dev.margay.rcache.eviction;

import dev.margay.rcache.store.ContentStore;
import dev.margay.rcache.store.ContentStore.Entry;
import dev.margay.rcache.store.Removed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a store to its quota. It looks at the store when this process has published a good part of
 * what was free at the last look, and now and then for what others published; a look walks over the
 * folder and holds no list of it. Of all processes that share the folder one evicts at a time. All
 * of it happens on a thread of its own, and no request waits for it.
 */
public final class Evictor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Evictor.class);
  private static final int REMEMBERED = 8192;
  private static final long FIRST_MILLIS = 3_000;
  private static final long AGAIN_MILLIS = 250;
  private static final long STOP_SECONDS = 2;
  private static final long IDLE_MILLIS = TimeUnit.MINUTES.toMillis(2);

  /** Where files cannot be removed, looks become rarer up to this: one in about four minutes. */
  private static final int MOST_DOUBLINGS = 10;

  /** While nothing is published, walks take no more than one part in this of the time. */
  private static final int IDLE_SHARE = 100;

  private final ContentStore store;
  private final Path lockFile;
  private final Quota quota;
  private final Runnable first;
  private final ScheduledThreadPoolExecutor thread;
  private final AtomicLong publishedSince = new AtomicLong();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final LongAdder removedFiles = new LongAdder();
  private final LongAdder removedBytes = new LongAdder();

  /** Of the thread's alone: whether what comes first was done. */
  private boolean begun;

  /** Of the thread's alone: how many looks in a row found too much and could remove nothing. */
  private int standstill;

  private volatile long lookAfter;
  private volatile long space = -1;
  private volatile boolean closed;

  /**
   * An evictor, at rest.
   *
   * @param lockFile beside the store's files, and used for nothing else
   * @param first run on the evictor's thread before anything else
   */
  public Evictor(ContentStore store, Path lockFile, Quota quota, Runnable first) {
    this.store = store;
    this.lockFile = lockFile;
    this.quota = quota;
    this.first = first;
    this.lookAfter = quota.lookAfter(quota.bytes());
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread evicting = new Thread(task, "margay-evictor");
              evicting.setDaemon(true);
              return evicting;
            });
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * Evicts from now on, in the background, and soon removes what crashes left; not at once, for the
   * first visitors need the processor.
   */
  public void start() {
    store.whenPublished(this::published);
    schedule(this::begin, FIRST_MILLIS);
  }

  private void begin() {
    runFirst();
    store.removeAbandoned();
    lookInTurn();
  }

  private void runFirst() {
    if (!begun) {
      begun = true;
      first.run();
    }
  }

  /** Files that were given up so far. */
  public long removedFiles() {
    return removedFiles.sum();
  }

  /** Bytes that they held. */
  public long removedBytes() {
    return removedBytes.sum();
  }

  /** What the store took of the disk at the last look, in bytes; −1 before the first. */
  public long space() {
    return space;
  }

  private void published(long bytes) {
    if (publishedSince.addAndGet(bytes) > lookAfter) {
      scheduleSoon(0);
    }
  }

  private void scheduleSoon(long millis) {
    if (scheduled.compareAndSet(false, true)) {
      schedule(this::lookSoon, millis);
    }
  }

  private void schedule(Runnable task, long millis) {
    try {
      thread.schedule(task, millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("Stopping: there is no more eviction", e);
    }
  }

  private void lookSoon() {
    runFirst();
    scheduled.set(false);
    look();
  }

  private void lookInTurn() {
    long took = look();
    schedule(this::lookInTurn, Math.max(IDLE_MILLIS, took * IDLE_SHARE));
  }

  /** Tells how long it took, in milliseconds. */
  private long look() {
    long begun = System.nanoTime();
    Eviction eviction = new Eviction.Unavailable();
    try {
      eviction = evictNow();
    } catch (RuntimeException e) {
      log.error("The cache could not be held to its quota", e);
    }
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    boolean over = eviction instanceof Eviction.Looked looked && looked.space() > quota.bytes();
    boolean progress = !over || ((Eviction.Looked) eviction).removed().files() > 0;
    standstill = progress ? 0 : Math.min(standstill + 1, MOST_DOUBLINGS);
    if (over || eviction instanceof Eviction.Busy) {
      scheduleSoon(Math.max(AGAIN_MILLIS, took) << standstill);
    }
    return took;
  }

  /** Holds the store to its quota; returns when that is done. */
  public Eviction evictNow() {
    if (!Files.isDirectory(lockFile.getParent())) {
      return looked(0, 0, Removed.NOTHING); // nothing was made yet
    }
    try {
      Optional<EvictionLock> lock = EvictionLock.tryTake(lockFile);
      if (lock.isEmpty()) {
        return new Eviction.Busy();
      }
      EvictionLock held = lock.get();
      try (held) {
        return evict();
      }
    } catch (IOException e) {
      store.statistics().fault("evict by " + lockFile, e);
      return new Eviction.Unavailable();
    } catch (CancellationException e) {
      return new Eviction.Unavailable();
    }
  }

  /** Walks until the quota holds, or nothing more can be given up. */
  private Eviction evict() throws IOException {
    Removed removed = Removed.NOTHING;
    while (true) {
      publishedSince.set(0);
      RecencyLedger ledger = new RecencyLedger(quota, InstantSource.system().instant(), REMEMBERED);
      store.forEach(entry -> enter(ledger, entry));
      long filesBefore = removed.files();
      long left = ledger.space();
      for (Entry victim : ledger.victims()) {
        if (!closed && store.remove(victim)) {
          removed = removed.plus(victim.size());
          left -= victim.space();
        }
      }
      long now = removed.files() - filesBefore;
      removedFiles.add(now);
      if (now == 0 || left <= quota.bytes()) {
        removedBytes.add(removed.bytes());
        return looked(ledger.files() - now, left, removed);
      }
    }
  }

  private void enter(RecencyLedger ledger, Entry entry) {
    if (closed) {
      throw new CancellationException();
    }
    ledger.add(entry);
  }

  private Eviction looked(long files, long left, Removed removed) {
    space = left;
    lookAfter = quota.lookAfter(left);
    return new Eviction.Looked(files, left, removed);
  }

  /** Ends what is under way at the next file, and waits for that, two seconds at most. */
  @Override
  public void close() {
    closed = true;
    thread.shutdown();
    try {
      if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        log.debug("The eviction that is going on ends a little later");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
