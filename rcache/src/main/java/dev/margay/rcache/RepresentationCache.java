package dev.margay.rcache;

import dev.margay.rcache.CacheStatistics.Flight;
import dev.margay.rcache.CacheStatistics.Lookup;
import dev.margay.rcache.Outcome.NotSmaller;
import dev.margay.rcache.Outcome.Ready;
import dev.margay.rcache.Outcome.Reason;
import dev.margay.rcache.Outcome.Unavailable;
import dev.margay.rcache.coding.Encoders;
import dev.margay.rcache.flight.FlightLock;
import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.key.RepresentationKey;
import dev.margay.rcache.key.Tier;
import dev.margay.rcache.store.Body;
import dev.margay.rcache.store.ContentChangedException;
import dev.margay.rcache.store.ContentStore;
import dev.margay.rcache.store.StagedFile;
import dev.margay.rcache.store.Stored;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Each coded form of each content, made once. To obtain one:
 *
 * <ol>
 *   <li>join the flight for it that is under way in this process, if there is one;
 *   <li>look for it in the store;
 *   <li>enter the flight that all processes of the scratch directory share, or wait for its leader;
 *   <li>look again, because another may have landed between the last look and the lead;
 *   <li>encode into a staged file, publish it, and hand it to all who joined.
 * </ol>
 *
 * No call blocks and no stage completes exceptionally: a fault is an {@link Unavailable}, and the
 * caller sends the content plain. Jobs of the best tier run in the background at low priority.
 */
public final class RepresentationCache implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RepresentationCache.class);
  private static final int QUEUE = 10_000;
  private static final int CHUNK = 64 * 1024;
  private static final Duration FOLLOWER_DEADLINE = Duration.ofSeconds(30);
  private static final long CLOSING_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long FAULT_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A job, and what whoever awaits it keeps for it, beside the content; measured, in bytes. */
  private static final long JOB_OVERHEAD = 8192;

  /** Best tiers can wait for a later request; those who ask for a fast one hold its content too. */
  private static final Map<Tier, Long> LARGEST_HELD =
      Map.of(
          Tier.FAST, Runtime.getRuntime().maxMemory() / 4,
          Tier.BEST, Runtime.getRuntime().maxMemory() / 16);

  private final ContentStore store;
  private final FlightLock lock;
  private final Encoders encoders;
  private final CacheStatistics statistics = new CacheStatistics();
  private final Map<RepresentationKey, CompletableFuture<Outcome>> flights =
      new ConcurrentHashMap<>();
  private final ThreadPoolExecutor foreground;
  private final ThreadPoolExecutor background;

  /** Memory that the contents of jobs take, of those that wait included, in bytes. */
  private final Map<Tier, AtomicLong> held =
      Map.of(Tier.FAST, new AtomicLong(), Tier.BEST, new AtomicLong());

  private volatile boolean stopping;
  private volatile long pausedUntil = System.nanoTime();

  /**
   * A cache over {@code store}.
   *
   * @param threads how many encoders may run at once in each tier, at least 1
   */
  public RepresentationCache(ContentStore store, FlightLock lock, Encoders encoders, int threads) {
    this.store = store;
    this.lock = lock;
    this.encoders = encoders;
    foreground = pool(threads, "margay-fast", () -> {});
    background = pool(threads, "margay-best", BackgroundPriority::lower);
  }

  private static ThreadPoolExecutor pool(int threads, String name, Runnable first) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(QUEUE),
            task -> {
              Thread thread =
                  new Thread(
                      () -> {
                        try {
                          first.run();
                        } finally {
                          task.run();
                        }
                      },
                      name);
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** What was counted so far. */
  public CacheStatistics statistics() {
    return statistics;
  }

  /** The store beneath, for those who list, copy into it or look at its statistics. */
  public ContentStore store() {
    return store;
  }

  /** The lock, for those who watch. */
  public FlightLock lock() {
    return lock;
  }

  /** The encoders that this cache uses. */
  public Encoders encoders() {
    return encoders;
  }

  /**
   * Finds or makes the representation {@code key} of {@code content}.
   *
   * @param content the plain bytes, whose hash is {@code key.content()}
   */
  public CompletionStage<Outcome> obtain(RepresentationKey key, Body content) {
    CompletableFuture<Outcome> mine = new CompletableFuture<>();
    CompletableFuture<Outcome> flight = flights.putIfAbsent(key, mine);
    if (flight != null) {
      statistics.count(Flight.JOINED);
      return flight.minimalCompletionStage();
    }
    if (hold(key.tier(), JOB_OVERHEAD + content.weight(), mine)) {
      schedule(key, content, mine);
    } else {
      statistics.count(Flight.REJECTED);
      land(key, mine, new Unavailable(Reason.BUSY));
    }
    return mine.minimalCompletionStage(); // no asker ends the flight for the others
  }

  /**
   * The best tier if it is stored, or else the fast one, found or made: what a request waits for.
   *
   * @param content the plain bytes, whose hash is {@code hash}
   */
  public CompletionStage<Outcome> soonest(ContentHash hash, ContentCoding coding, Body content) {
    RepresentationKey best = encoders.key(hash, coding, Tier.BEST);
    try {
      return CompletableFuture.supplyAsync(() -> look(best), foreground)
          .thenCompose(
              found ->
                  found
                      .<CompletionStage<Outcome>>map(CompletableFuture::completedStage)
                      .orElseGet(() -> obtain(encoders.key(hash, coding, Tier.FAST), content)));
    } catch (RejectedExecutionException e) {
      statistics.count(Flight.REJECTED);
      return CompletableFuture.completedStage(
          new Unavailable(stopping ? Reason.STOPPING : Reason.BUSY));
    }
  }

  /**
   * Takes a job's content into account until it lands; false if that is too much. The queue alone
   * would not bound memory: a walk through a large site asks for best tiers faster than they are
   * made, and each job holds its content. A single job is never too much.
   */
  private boolean hold(Tier tier, long bytes, CompletableFuture<Outcome> flight) {
    AtomicLong sum = held.get(tier);
    long now = sum.addAndGet(bytes);
    if (now > LARGEST_HELD.get(tier) && now > bytes) {
      sum.addAndGet(-bytes);
      return false;
    }
    flight.whenComplete((outcome, none) -> sum.addAndGet(-bytes));
    return true;
  }

  private void schedule(RepresentationKey key, Body content, CompletableFuture<Outcome> flight) {
    Reason refusal = Reason.FAULT; // unless told otherwise: the system has no thread to give
    boolean scheduled = false;
    try {
      (key.tier() == Tier.BEST ? background : foreground).execute(() -> fly(key, content, flight));
      scheduled = true;
    } catch (RejectedExecutionException e) {
      refusal = stopping ? Reason.STOPPING : Reason.BUSY;
    } finally {
      if (!scheduled) {
        statistics.count(Flight.REJECTED);
        land(key, flight, new Unavailable(refusal));
      }
    }
  }

  /** Lands the flight, or leaves it in the air while a leader in another process is awaited. */
  private void fly(RepresentationKey key, Body content, CompletableFuture<Outcome> flight) {
    Outcome outcome = new Unavailable(Reason.FAULT);
    boolean inTheAir = false;
    try {
      Optional<Outcome> found = look(key);
      if (found.isPresent()) {
        outcome = found.get();
      } else if (stopping) {
        outcome = new Unavailable(Reason.STOPPING);
      } else if (System.nanoTime() - pausedUntil >= 0) {
        FlightLock.Turn turn = enter(key);
        if (turn instanceof FlightLock.Follower follower) {
          await(follower, key, content, flight);
          inTheAir = true;
        } else {
          outcome = lead((FlightLock.Leader) turn, key, content);
        }
      }
    } catch (RuntimeException | LinkageError e) {
      statistics.count(Flight.FAULT);
      log.error("Encoding {} failed", key.name(), e);
    } finally {
      if (!inTheAir) {
        land(key, flight, outcome);
      }
    }
  }

  /** Removed first, so that whoever comes after the landing looks into the store. */
  private void land(RepresentationKey key, CompletableFuture<Outcome> flight, Outcome outcome) {
    flights.remove(key, flight);
    flight.complete(outcome);
  }

  private Optional<Outcome> look(RepresentationKey key) {
    Optional<Stored> stored = store.find(key);
    statistics.count(
        stored.isEmpty()
            ? Lookup.MISS
            : stored.get() instanceof Stored.Kept ? Lookup.HIT : Lookup.HIT_NOT_SMALLER);
    return stored.map(found -> outcome(key, found));
  }

  private static Outcome outcome(RepresentationKey key, Stored stored) {
    return stored instanceof Stored.Kept kept
        ? new Ready(Representation.of(key, kept))
        : new NotSmaller();
  }

  private FlightLock.Turn enter(RepresentationKey key) {
    try {
      return lock.enter(key.name());
    } catch (IOException e) {
      statistics.count(Flight.UNLOCKED);
      store.statistics().fault("lock a job", e);
      return (FlightLock.Leader) () -> {};
    }
  }

  private void await(
      FlightLock.Follower follower,
      RepresentationKey key,
      Body content,
      CompletableFuture<Outcome> flight) {
    follower
        .ended(FOLLOWER_DEADLINE)
        .thenAccept(
            ending -> {
              statistics.count(Flight.of(ending));
              if (ending == FlightLock.Ending.DEADLINE) {
                land(key, flight, new Unavailable(Reason.BUSY));
              } else {
                schedule(key, content, flight);
              }
            });
  }

  private Outcome lead(FlightLock.Leader leader, RepresentationKey key, Body content) {
    try (leader) {
      Optional<Stored> landed = store.find(key);
      if (landed.isPresent()) {
        statistics.count(Flight.FOUND);
        return outcome(key, landed.get());
      }
      Outcome made = outcome(key, make(key, content));
      statistics.count(Flight.MADE);
      return made;
    } catch (ContentChangedException | UnreadableContentException e) {
      statistics.count(Flight.CONTENT_CHANGED);
      return new Unavailable(Reason.CONTENT_CHANGED);
    } catch (StoppingException e) {
      return new Unavailable(Reason.STOPPING);
    } catch (IOException e) {
      statistics.count(Flight.FAULT);
      store.statistics().fault("keep " + key.name(), e);
      pausedUntil = System.nanoTime() + FAULT_PAUSE_NANOS;
      return new Unavailable(Reason.FAULT);
    }
  }

  private Stored make(RepresentationKey key, Body content) throws IOException {
    try (StagedFile staged = store.stage()) {
      encode(key, content, staged);
      statistics.countMade(key, content.length(), staged.length());
      Optional<Stored.Kept> smaller = fastUnlessLarger(key, staged.length());
      if (smaller.isPresent()) {
        return copy(smaller.get().body(), key);
      }
      return staged.length() < content.length() ? staged.commit(key) : staged.commitNotSmaller(key);
    }
  }

  /** Ends early, without a publication, when the server stops. */
  private void encode(RepresentationKey key, Body content, StagedFile staged) throws IOException {
    byte[] chunk = new byte[CHUNK];
    try (InputStream plain = open(content);
        OutputStream coded =
            encoders.encoder(key.coding()).encode(staged.sink(), key.tier(), content.length())) {
      for (int n = read(plain, chunk); n >= 0; n = read(plain, chunk)) {
        coded.write(chunk, 0, n);
        if (stopping) {
          throw new StoppingException();
        }
      }
    }
  }

  private static InputStream open(Body content) throws IOException {
    try {
      return content.open();
    } catch (IOException e) {
      throw new UnreadableContentException(e);
    }
  }

  private static int read(InputStream plain, byte[] chunk) throws IOException {
    try {
      return plain.read(chunk);
    } catch (IOException e) {
      throw new UnreadableContentException(e);
    }
  }

  /**
   * The best tier's body is never larger than the fast tier's: then the fast one's bytes are taken.
   */
  private Optional<Stored.Kept> fastUnlessLarger(RepresentationKey key, long bestLength) {
    if (key.tier() != Tier.BEST) {
      return Optional.empty();
    }
    RepresentationKey fast = encoders.key(key.content(), key.coding(), Tier.FAST);
    return store
        .find(fast)
        .filter(Stored.Kept.class::isInstance)
        .map(Stored.Kept.class::cast)
        .filter(kept -> kept.body().length() <= bestLength);
  }

  private Stored copy(Body body, RepresentationKey key) throws IOException {
    try (StagedFile staged = store.stage();
        InputStream bytes = body.open()) {
      bytes.transferTo(staged.sink());
      return staged.commit(key);
    }
  }

  /** Lets nobody in, ends the jobs under way without publishing them, and frees the locks. */
  @Override
  public void close() {
    stopping = true;
    foreground.shutdown();
    background.shutdown();
    long patience = System.nanoTime() + CLOSING_NANOS;
    try {
      if (!foreground.awaitTermination(CLOSING_NANOS, TimeUnit.NANOSECONDS)
          || !background.awaitTermination(patience - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        log.debug("An encoder is still busy; its unfinished file is removed at the next start");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    lock.close();
  }

  /**
   * The content's own file is gone or cannot be read: no fault of the cache's, so nothing pauses.
   */
  private static final class UnreadableContentException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableContentException(IOException cause) {
      super(cause);
    }
  }

  private static final class StoppingException extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
