package dev.margay.rcache.flight;

import java.time.Duration;

/**
 * The times that leases in Redis live by.
 *
 * @param timeToLive how long a lease outlives a leader that died
 * @param patience how long anyone waits for Redis before it counts as away
 * @param firstPause how long Redis is left alone after a failure; doubled at each further one
 * @param longestPause where the doubling ends
 */
record LeaseTiming(
    Duration timeToLive, Duration patience, Duration firstPause, Duration longestPause) {
  /** Behaviour, section 4: a holder that dies is succeeded within 10 s. */
  static final LeaseTiming USUAL =
      new LeaseTiming(
          Duration.ofSeconds(10),
          Duration.ofMillis(250),
          Duration.ofMillis(500),
          Duration.ofSeconds(8));

  /** How often a leader renews its lease. */
  Duration renewal() {
    return timeToLive.dividedBy(3);
  }
}
