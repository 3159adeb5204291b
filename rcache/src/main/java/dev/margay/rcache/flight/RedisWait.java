package dev.margay.rcache.flight;

import dev.margay.rcache.flight.FlightLock.Ending;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One who waits for a leader that Redis knows, and what it saw of that leader. Only one thread may
 * call {@link #see}.
 */
final class RedisWait {
  /** News of a release may come this much later than the release itself. */
  private static final long NEWS_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** What a wait has seen so far. */
  private sealed interface Sight {}

  private record Nothing() implements Sight {}

  /** This leader, first seen in that spell of listening. */
  private record Led(String token, Optional<Integer> spell) implements Sight {}

  /** Nobody any longer, since then. */
  private record Vacant(Led before, long since) implements Sight {}

  private final String flight;
  private final long deadline;
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();
  private Sight sight = new Nothing();

  RedisWait(String flight, Duration deadline) {
    this.flight = flight;
    this.deadline = System.nanoTime() + deadline.toNanos();
    ending.completeOnTimeout(Ending.DEADLINE, deadline.toNanos(), TimeUnit.NANOSECONDS);
  }

  String flight() {
    return flight;
  }

  CompletableFuture<Ending> ending() {
    return ending;
  }

  /** How much time is left until the deadline. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  /**
   * Ends the wait if that is what it means.
   *
   * @param leader the token of the flight's present leader
   * @param spell the present spell of listening
   */
  void see(Optional<String> leader, Optional<Integer> spell, long now) {
    if (sight instanceof Nothing) {
      leader.ifPresentOrElse(
          token -> sight = new Led(token, spell), // the one to wait for
          () -> ending.complete(Ending.RELEASED)); // before anybody looked
      return;
    }
    Led before = sight instanceof Vacant vacant ? vacant.before() : (Led) sight;
    if (leader.isPresent()) {
      sight = before;
      if (!leader.get().equals(before.token())) {
        ending.complete(Ending.RELEASED); // and taken up by another since
      }
    } else if (sight instanceof Vacant vacant) {
      if (now - vacant.since() > NEWS_DELAY_NANOS) {
        boolean missedNews = spell.isEmpty() || !spell.equals(before.spell());
        ending.complete(missedNews ? Ending.RELEASED : Ending.LEADER_LOST);
      }
    } else {
      sight = new Vacant(before, now);
    }
  }
}
