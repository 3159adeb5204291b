package dev.margay.server.http2;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Counts what is cheap to send and not to receive: pings, settings, resets, empty frames. A client
 * that sends more of it than any browser would is asked to calm down, and loses its connection.
 */
final class FloodGuard {
  /** So many at once. */
  private static final int BURST = 256;

  /** And so many each second. */
  private static final int PER_SECOND = 128;

  private static final long EACH = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;

  private final LongSupplier clock;

  /** When all of the burst will be there again, by the clock. */
  private long full;

  /** A guard that counts by {@code clock}, in nanoseconds: one that may turn over. */
  FloodGuard(LongSupplier clock) {
    this.clock = clock;
    this.full = clock.getAsLong();
  }

  /**
   * Counts one.
   *
   * @throws Violation if it is one too many
   */
  void count() throws Violation {
    long now = clock.getAsLong();
    full = Math.max(full - now, 0) + now + EACH;
    if (full - now > BURST * EACH) {
      throw Violation.ofConnection(ErrorCode.ENHANCE_YOUR_CALM, "Too many frames of little use");
    }
  }
}
