package dev.margay.rcache.flight;

import dev.margay.rcache.flight.FlightLock.Ending;
import dev.margay.rcache.flight.FlightLock.Follower;
import dev.margay.rcache.flight.FlightLock.Leader;
import dev.margay.rcache.flight.FlightLock.Turn;
import dev.margay.rcache.flight.RedisLink.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * All who wait, in this process, for leaders that Redis knows. News end a wait at once; polling,
 * with one question for all of them, ends it where news were missed or the leader died. When Redis
 * goes away, those who wait follow the file lock, which the leader holds as well.
 */
final class RedisWaits implements ReleaseNews.Reader {
  private static final int POLL_MILLIS = 50;
  private static final int POLL_JITTER_MILLIS = 200;

  private final RedisLink link;
  private final FileFlightLock files;
  private final ScheduledExecutorService clock;
  private final Map<String, Set<RedisWait>> waits = new ConcurrentHashMap<>();
  private final AtomicBoolean polling = new AtomicBoolean();
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile Optional<Integer> spell = Optional.empty();
  private volatile boolean closed;

  /**
   * Nobody waits yet.
   *
   * @param clock its one thread looks for all
   */
  RedisWaits(RedisLink link, FileFlightLock files, ScheduledExecutorService clock) {
    this.link = link;
    this.files = files;
    this.clock = clock;
  }

  /** Waits from now on. The subscription is older than the wait, so news are heard, then looks. */
  CompletableFuture<Ending> begin(String flight, Duration deadline) {
    RedisWait wait = new RedisWait(flight, deadline);
    waits.compute(
        flight,
        (any, present) -> {
          Set<RedisWait> together = present == null ? ConcurrentHashMap.newKeySet() : present;
          together.add(wait);
          return together;
        });
    wait.ending().whenComplete((ending, none) -> forget(wait));
    lookNow();
    poll();
    if (closed) {
      wait.ending().complete(Ending.RELEASED);
    }
    return wait.ending();
  }

  private void forget(RedisWait wait) {
    waits.computeIfPresent(
        wait.flight(),
        (any, together) -> {
          together.remove(wait);
          return together.isEmpty() ? null : together;
        });
  }

  @Override
  public void released(String flight) {
    waitsFor(flight).forEach(wait -> wait.ending().complete(Ending.RELEASED));
  }

  @Override
  public void listening(int number) {
    spell = Optional.of(number);
    lookNow();
  }

  @Override
  public void deaf() {
    spell = Optional.empty();
  }

  private List<RedisWait> waitsFor(String flight) {
    return List.copyOf(waits.getOrDefault(flight, Set.of()));
  }

  /** Many who begin to wait at once share one look. */
  private void lookNow() {
    if (!waits.isEmpty() && looking.compareAndSet(false, true)) {
      schedule(
          () -> {
            looking.set(false);
            look();
          },
          0);
    }
  }

  private void poll() {
    if (!waits.isEmpty() && polling.compareAndSet(false, true)) {
      int jitter = ThreadLocalRandom.current().nextInt(POLL_JITTER_MILLIS);
      schedule(
          () -> {
            look();
            polling.set(false);
            poll();
          },
          POLL_MILLIS + jitter);
    }
  }

  private void schedule(Runnable task, long millis) {
    try {
      clock.schedule(task, millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      close();
    }
  }

  private void look() {
    List<String> flights = List.copyOf(waits.keySet());
    if (flights.isEmpty()) {
      return;
    }
    if (link.ask(leases -> leases.holders(flights))
        instanceof Answer.Given<List<Optional<String>>> given) {
      for (int i = 0; i < flights.size(); i++) {
        for (RedisWait wait : waitsFor(flights.get(i))) {
          wait.see(given.value().get(i), spell, System.nanoTime());
        }
      }
    } else {
      flights.forEach(flight -> waitsFor(flight).forEach(this::followFile));
    }
  }

  private void followFile(RedisWait wait) {
    forget(wait);
    try {
      Turn turn = files.enter(wait.flight());
      if (turn instanceof Follower follower) {
        follower.ended(wait.left()).thenAccept(wait.ending()::complete);
        return;
      }
      ((Leader) turn).close();
      wait.ending().complete(Ending.RELEASED);
    } catch (IOException | RuntimeException e) {
      wait.ending().complete(Ending.RELEASED); // it cannot be told: looking again does no harm
    }
  }

  /** Ends every wait. */
  void close() {
    closed = true;
    List<RedisWait> all = new ArrayList<>();
    waits.values().forEach(all::addAll);
    all.forEach(wait -> wait.ending().complete(Ending.RELEASED));
  }
}
