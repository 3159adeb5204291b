package dev.margay.rcache.flight;

import dev.margay.rcache.flight.RedisLeases.Renewal;
import dev.margay.rcache.flight.RedisLeases.Taking;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to Redis, which may be closed: nobody waits longer for an answer than the patience given,
 * and after one failure nobody asks at all until a trial in the background went well. An outage is
 * one warning, its end one line.
 */
final class RedisLink implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RedisLink.class);
  private static final int THREADS = 8;
  private static final int SUBSCRIBER = 1;

  /** A link that fails again sooner than this has not been well. */
  private static final long WELL_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** Whether Redis is used. */
  enum State {
    /** Not reached yet, and not known to be away. */
    CONNECTING,
    /** Used. */
    UP,
    /** It failed; a trial in the background looks whether it is back. */
    AWAY,
    /** Closed for good. */
    CLOSED
  }

  /** What came of asking. */
  sealed interface Answer<T> {
    /** Redis said this. */
    record Given<T>(T value) implements Answer<T> {}

    /** Nothing was asked, because Redis is away. */
    record NotAsked<T>() implements Answer<T> {}

    /** Asked in vain: it may or may not have been done. */
    record Unanswered<T>() implements Answer<T> {}
  }

  private record Debt(String flight, long since) {}

  private final RedisAddress address;
  private final String scope;
  private final LeaseTiming timing;
  private final ScheduledExecutorService clock;
  private final ThreadPoolExecutor threads;
  private final LongAdder outages = new LongAdder();

  /** Leases to be released when Redis is back, by token. */
  private final Map<String, Debt> debts = new ConcurrentHashMap<>();

  /** Guarded by this for writing. Present while the state is UP. */
  private volatile Optional<RedisLeases> leases = Optional.empty();

  /** Guarded by this for writing. */
  private volatile State state = State.CONNECTING;

  /** Guarded by this. */
  private Duration pause;

  /** Guarded by this. */
  private long upSince;

  /** Begins to connect, in the background. */
  RedisLink(
      RedisAddress address, String scope, LeaseTiming timing, ScheduledExecutorService clock) {
    this.address = address;
    this.scope = scope;
    this.timing = timing;
    this.clock = clock;
    this.pause = timing.firstPause();
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "margay-redis");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    threads.execute(this::tryNow);
  }

  State state() {
    return state;
  }

  /** How often Redis went away. */
  long outages() {
    return outages.sum();
  }

  /** The leases while Redis is used: for the subscriber, who waits as long as it likes. */
  Optional<RedisLeases> leases() {
    return leases;
  }

  /**
   * Asks Redis, on another thread, so that no step of the way can take longer than the patience.
   */
  <T> Answer<T> ask(Function<RedisLeases, T> question) {
    Optional<RedisLeases> asked = leases;
    if (asked.isEmpty()) {
      return new Answer.NotAsked<>();
    }
    try {
      CompletableFuture<T> answer =
          CompletableFuture.supplyAsync(() -> question.apply(asked.get()), threads);
      return new Answer.Given<>(answer.get(timing.patience().toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      failed(asked, "no answer within " + timing.patience().toMillis() + " ms");
    } catch (ExecutionException e) {
      failed(asked, reason(e.getCause()));
    } catch (RejectedExecutionException e) {
      log.debug("Closed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Answer.Unanswered<>();
  }

  /** Remembers that a lease is to be released, or might have been taken, when Redis is back. */
  void owe(String flight, String token) {
    forgetOldDebts();
    debts.put(token, new Debt(flight, System.nanoTime()));
  }

  private void forgetOldDebts() {
    long timeToLive = timing.timeToLive().toNanos();
    debts.values().removeIf(debt -> System.nanoTime() - debt.since() > timeToLive);
  }

  /** The first to notice says so; the others meant the same outage. */
  private synchronized void failed(Optional<RedisLeases> asked, String reason) {
    if (state != State.UP || !leases.equals(asked)) {
      return;
    }
    if (System.nanoTime() - upSince > WELL_NANOS) {
      pause = timing.firstPause();
    }
    threads.execute(() -> closeQuietly(asked));
    away(reason);
  }

  private synchronized void away(String reason) {
    if (state == State.CLOSED) {
      return;
    }
    if (state != State.AWAY) {
      outages.increment();
      log.warn("Redis at {} is away ({}): file locks alone until it is back", address, reason);
    }
    state = State.AWAY;
    leases = Optional.empty();
    clock.schedule(() -> threads.execute(this::tryNow), pause.toNanos(), TimeUnit.NANOSECONDS);
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(timing.longestPause()) < 0 ? doubled : timing.longestPause();
  }

  /** A client of its own for each time that Redis is up: nothing of an outage lives on in it. */
  private void tryNow() {
    Optional<RedisLeases> tried = Optional.empty();
    try {
      tried =
          Optional.of(
              new RedisLeases(
                  RedisClients.connect(
                      address, THREADS + SUBSCRIBER, timing.patience(), ReleaseNews.SILENCE),
                  scope,
                  timing.timeToLive()));
      rehearse(tried.get()); // connects, and loads classes
      long start = System.nanoTime();
      rehearse(tried.get());
      if (System.nanoTime() - start > timing.patience().toNanos()) {
        throw new IllegalStateException("slow");
      }
      payDebts(tried.get());
      up(tried);
    } catch (RuntimeException e) {
      closeQuietly(tried);
      away(reason(e));
    }
  }

  /** All that a flight does, so that a replica, a full memory or a missing permission shows. */
  private static void rehearse(RedisLeases leases) {
    String token = UUID.randomUUID().toString();
    String flight = "rehearsal-" + token;
    if (leases.take(flight, token) != Taking.TAKEN
        || leases.renew(flight, token) != Renewal.RENEWED) {
      throw new IllegalStateException("it does not keep what it is given");
    }
    leases.release(flight, token);
  }

  private void payDebts(RedisLeases leases) {
    forgetOldDebts();
    debts.forEach(
        (token, debt) -> {
          leases.release(debt.flight(), token);
          debts.remove(token);
        });
  }

  private synchronized void up(Optional<RedisLeases> tried) {
    if (state == State.CLOSED) {
      closeQuietly(tried);
      return;
    }
    if (state == State.AWAY) {
      log.info("Redis at {} is back: locks are shared through it again", address);
    }
    upSince = System.nanoTime();
    leases = tried;
    state = State.UP;
  }

  private static String reason(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  private static void closeQuietly(Optional<RedisLeases> leases) {
    try {
      leases.ifPresent(RedisLeases::close);
    } catch (RuntimeException e) {
      log.debug("A client of Redis was not closed cleanly", e);
    }
  }

  @Override
  public void close() {
    Optional<RedisLeases> last;
    synchronized (this) {
      last = leases;
      state = State.CLOSED;
      leases = Optional.empty();
    }
    closeQuietly(last);
    threads.shutdown();
  }
}
