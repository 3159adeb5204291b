package dev.margay.server.http2;

/**
 * What the client may send before it is told of more (RFC 9113 §5.2). It is told when half of it
 * was used. Safe for many threads.
 */
final class ReceiveWindow {
  private final int size;

  /** Guarded by this. What the client may still send. */
  private int left;

  /** Guarded by this. What was used, and the client was not told of. */
  private int used;

  /** A window of so many bytes, which the client knows of. */
  ReceiveWindow(int size) {
    this.size = size;
    this.left = size;
  }

  /** Takes note of received bytes; false if they are more than the client may send. */
  synchronized boolean receive(int bytes) {
    left -= bytes;
    return left >= 0;
  }

  /** Takes note of used bytes; how many the client is to be told of now, or 0. */
  synchronized int use(int bytes) {
    used += bytes;
    if (used < size / 2) {
      return 0;
    }
    int told = used;
    left += told;
    used = 0;
    return told;
  }
}
