package dev.margay.server.http;

/**
 * A run of bytes of a representation (RFC 9110 §14.1.2).
 *
 * @param first the offset of its first byte; 0 or more
 * @param last the offset of its last byte; not before {@code first}
 */
public record ByteRange(long first, long last) {
  public ByteRange {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException("not a range: " + first + "-" + last);
    }
  }

  /** Its length in bytes; 1 or more. */
  public long length() {
    return last - first + 1;
  }

  /** Whether the two overlap or one begins where the other ends: whether their union is a range. */
  boolean touches(ByteRange other) {
    return first - 1 <= other.last && other.first - 1 <= last;
  }

  /** The union with a range that this one {@link #touches}. */
  ByteRange union(ByteRange other) {
    return new ByteRange(Math.min(first, other.first), Math.max(last, other.last));
  }
}
