package dev.margay.devtools.slowlink;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How much one direction of one connection may send before it hears from the other end: ten
 * segments at first (RFC 6928), and more by what is acknowledged (slow start, RFC 5681 §3.1). Pure
 * but for its own sums; for one thread.
 */
final class SendWindow {
  /** What fits into a packet, in bytes. */
  static final int SEGMENT = 1460;

  private static final int INITIAL = 10 * SEGMENT;

  private record Sent(int bytes, long acknowledged) {}

  private final Deque<Sent> inFlight = new ArrayDeque<>();
  private long window = INITIAL;
  private long sent;

  /** How much may be sent at {@code now}, in bytes. */
  int room(long now) {
    while (!inFlight.isEmpty() && inFlight.peekFirst().acknowledged() <= now) {
      int bytes = inFlight.removeFirst().bytes();
      sent -= bytes;
      window += bytes;
    }
    return (int) Math.min(Integer.MAX_VALUE, Math.max(0, window - sent));
  }

  /** When there will be more room; asked only while there is none. */
  long nextAcknowledged() {
    return inFlight.getFirst().acknowledged();
  }

  void sent(int bytes, long acknowledged) {
    inFlight.addLast(new Sent(bytes, acknowledged));
    sent += bytes;
  }
}
