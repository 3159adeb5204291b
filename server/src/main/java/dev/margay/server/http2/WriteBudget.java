package dev.margay.server.http2;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How much one write carries, and how many large ones are under way: of all connections of one
 * listener. Safe for many threads.
 *
 * <p>The kernel hands the network at most 64 KiB at a time, with headers, and only whole segments
 * of what is left to send: 44 of 1,460 bytes, 45 of 1,448 (Ethernet, without and with timestamps),
 * one of 65,483 (loopback). Whatever is a little more than that, or a multiple of it, costs one
 * packet, acknowledgement and timer more, which is about a quarter of all that such a write costs.
 */
public final class WriteBudget {
  /** What fits into two such hand-overs in any case, in bytes on the wire. */
  private static final int LARGE_ON_WIRE = 2 * 44 * 1460;

  /** What fits into one: for those who ask nobody. */
  public static final int SMALL_ON_WIRE = 44 * 1460;

  /** As much of it as is left when each 16 KiB become a record of TLS (29 bytes more at most). */
  static final int LARGE = 125 * 1024;

  static final int SMALL = 62 * 1024;

  /**
   * So many visitors who take nothing hold a large write each, which is 17 MB with what is
   * encrypted of it; all others hold half as much each.
   */
  private static final int MOST_LARGE = 64;

  private final AtomicInteger large = new AtomicInteger();

  /** Begins a write; how much it may carry, in bytes before they are encrypted. */
  int take() {
    if (large.incrementAndGet() <= MOST_LARGE) {
      return LARGE;
    }
    large.decrementAndGet();
    return SMALL;
  }

  /** A write that might carry so much is over. */
  void giveBack(int bytes) {
    if (bytes == LARGE) {
      large.decrementAndGet();
    }
  }

  /** How much a write may carry that begins now, in bytes on the wire. */
  public int onWire() {
    return large.get() < MOST_LARGE ? LARGE_ON_WIRE : SMALL_ON_WIRE;
  }
}
