package dev.margay.devtools.slowlink;

/**
 * One direction of a link, which all connections share: bytes leave it one after the other at its
 * rate. Times are those of {@link System#nanoTime()}. Safe for many threads.
 */
final class SharedLine {
  private static final double NANOS = 1e9;

  private final double bytesPerSecond;

  /** Guarded by this. When the bytes given so far will have left. */
  private double free = Double.NEGATIVE_INFINITY;

  SharedLine(double bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  /** When the last of {@code bytes}, given at {@code now}, leaves. */
  synchronized long depart(int bytes, long now) {
    free = Math.max(free, (double) now) + bytes / bytesPerSecond * NANOS;
    return (long) free;
  }
}
