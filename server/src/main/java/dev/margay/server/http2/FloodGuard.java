package dev.margay.server.http2;

import java.util.concurrent.TimeUnit;

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

  /** When all of the burst would be there again, by {@link System#nanoTime()}. */
  private long full = System.nanoTime();

  /**
   * Counts one.
   *
   * @throws Violation if it is one too many
   */
  void count() throws Violation {
    long now = System.nanoTime();
    full = Math.max(full - now, 0) + now + EACH;
    if (full - now > BURST * EACH) {
      throw Violation.ofConnection(ErrorCode.ENHANCE_YOUR_CALM, "Too many frames of little use");
    }
  }
}
