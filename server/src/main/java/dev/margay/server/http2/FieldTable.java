package dev.margay.server.http2;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http2.hpack.HpackContext;

/** What the indices in a connection's field blocks stand for (RFC 7541 §2.3). */
final class FieldTable {
  /** How large the client may make its part, in bytes: what it begins with, as we say no other. */
  static final int LARGEST = 4096;

  private static final FieldLine[] STATIC = new FieldLine[HpackContext.STATIC_SIZE + 1];

  static {
    for (int i = 1; i < STATIC.length; i++) {
      String name = HpackContext.STATIC_TABLE[i][0];
      STATIC[i] = FieldLine.of(HttpHeader.CACHE.get(name), name, HpackContext.STATIC_TABLE[i][1]);
    }
  }

  /** No line takes less than 33 bytes, so there is always room for one more; a power of two. */
  private static final int SLOTS = LARGEST / 32;

  private final FieldLine[] dynamic = new FieldLine[SLOTS];

  /** Where the newest is; the older ones are below it, around the end. */
  private int newest;

  private int count;
  private int bytes;
  private int capacity = LARGEST;

  /** The line with an index; null if there is none. */
  FieldLine get(int index) {
    if (index < STATIC.length) {
      return STATIC[index];
    }
    int age = index - STATIC.length;
    return age < count ? dynamic[slot(newest - age)] : null;
  }

  /** Adds a line; one that is too large leaves an empty table (RFC 7541 §4.4). */
  void add(FieldLine line) {
    evict(capacity - line.bytes());
    if (line.bytes() <= capacity) {
      newest = slot(newest + 1);
      dynamic[newest] = line;
      count++;
      bytes += line.bytes();
    }
  }

  /**
   * Makes the table as large as the client says (RFC 7541 §4.3).
   *
   * @param most {@link #LARGEST} bytes at most
   */
  void resize(int most) {
    capacity = most;
    evict(most);
  }

  private void evict(int most) {
    while (count > 0 && bytes > most) {
      int oldest = slot(newest - --count);
      bytes -= dynamic[oldest].bytes();
      dynamic[oldest] = null;
    }
  }

  private static int slot(int position) {
    return position & (SLOTS - 1);
  }
}
