package dev.margay.server.visitor;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which assets a visitor has, approximately: a set of 15-bit keys as a Golomb-coded set (S. W.
 * Golomb, "Run-length encodings", 1966; R. F. Rice's power-of-two form, 1979), small enough for a
 * cookie. A value; immutable.
 *
 * <pre>
 *   base64url, without padding, of
 *     byte 0   version (high 4 bits, 1) | k (low 4 bits)
 *     then, most significant bit first, for each key in rising order
 *              gap = key - previous key - 1   (previous of the first: -1)
 *              gap >> k  ones, a zero, the low k bits of the gap
 *     then     ones up to the end of the byte, 7 at most
 * </pre>
 *
 * k is the one that makes the code shortest, and the smallest of those; the empty set is {@code
 * EA}. A hundred random keys take at most 1,000 bits, and each further one fewer. An asset that is
 * not in the set is taken for one that is with a chance of {@link #size()} in 32,768. {@link
 * AssetKey#inDigest} makes the keys.
 */
public final class CacheDigest {
  /** More characters than this are not read, and not written: about 1,200 assets. */
  public static final int LONGEST = 1280;

  /** How many different keys there are. */
  public static final int UNIVERSE = 1 << 15;

  private static final int VERSION = 1;
  private static final int LARGEST_PARAMETER = 15;
  private static final int MOST_PADDING = 7;
  private static final CacheDigest EMPTY = new CacheDigest(new char[0]);

  /** Numbers of 15 bits in rising order, each once; never changed. */
  private final char[] keys;

  /** Made when it is first needed; making it twice does no harm. */
  private volatile String encoded;

  private CacheDigest(char[] keys) {
    this.keys = keys;
  }

  /** The digest of a visitor who has nothing. */
  public static CacheDigest empty() {
    return EMPTY;
  }

  /**
   * This digest with more keys.
   *
   * @param more each 0 to 32767
   */
  public CacheDigest with(int... more) {
    if (more.length == 0) {
      return this;
    }
    char[] all = Arrays.copyOf(keys, keys.length + more.length);
    int count = keys.length;
    for (int key : more) {
      if (key < 0 || key >= UNIVERSE) {
        throw new IllegalArgumentException("a key has 15 bits: " + key);
      }
      if (!has(key)) {
        all[count++] = (char) key;
      }
    }
    return count == keys.length ? this : new CacheDigest(distinct(all, count));
  }

  private static char[] distinct(char[] some, int count) {
    Arrays.sort(some, 0, count);
    int kept = 1;
    for (int i = 1; i < count; i++) {
      if (some[i] != some[i - 1]) {
        some[kept++] = some[i];
      }
    }
    return Arrays.copyOf(some, kept);
  }

  /** Whether the visitor has, in all likelihood, the asset with this key. */
  public boolean has(int key) {
    return Arrays.binarySearch(keys, (char) key) >= 0;
  }

  /** How many keys there are. */
  public int size() {
    return keys.length;
  }

  /** The keys in rising order. */
  public IntStream keys() {
    return IntStream.range(0, keys.length).map(at -> keys[at]);
  }

  /** Length of the code in bits, the first byte and the padding left out. */
  public long bits() {
    return length(parameter());
  }

  /** The cookie's value; it may be longer than {@link #LONGEST}, and is then not to be sent. */
  public String encode() {
    String known = encoded;
    if (known == null) {
      known = write();
      encoded = known;
    }
    return known;
  }

  private String write() {
    int k = parameter();
    BitWriter out = new BitWriter(length(k));
    out.write(VERSION, 4);
    out.write(k, 4);
    int previous = -1;
    for (int key : keys) {
      int gap = key - previous - 1;
      out.writeOnes(gap >>> k);
      out.write(0, 1);
      out.write(gap & ((1 << k) - 1), k);
      previous = key;
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(out.padded());
  }

  /**
   * Reads a cookie's value. Work and memory are bounded by {@link #LONGEST}.
   *
   * @return empty for anything that {@link #encode} with some k would not have written
   */
  public static Optional<CacheDigest> decode(String value) {
    if (value.isEmpty() || value.length() > LONGEST || value.indexOf('=') >= 0) {
      return Optional.empty();
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(value);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(value)) {
      return Optional.empty(); // stray bits in the last character
    }
    return bytes[0] >>> 4 == VERSION ? decodeKeys(bytes, bytes[0] & 0xf) : Optional.empty();
  }

  private static Optional<CacheDigest> decodeKeys(byte[] bytes, int k) {
    long end = (long) bytes.length * Byte.SIZE;
    long at = Byte.SIZE;
    char[] keys = new char[(int) (end - at) / (1 + k)];
    int count = 0;
    int previous = -1;
    while (at < end) {
      long run = at;
      while (at < end && bit(bytes, at) == 1) {
        at++;
      }
      long ones = at - run;
      if (at == end) {
        return ones <= MOST_PADDING ? Optional.of(of(keys, count)) : Optional.empty();
      }
      at++; // the zero
      if (at + k > end) {
        return Optional.empty();
      }
      int low = 0;
      for (int i = 0; i < k; i++) {
        low = low << 1 | bit(bytes, at++);
      }
      long key = previous + 1 + (ones << k) + low;
      if (key >= UNIVERSE) {
        return Optional.empty();
      }
      previous = (int) key;
      keys[count++] = (char) previous;
    }
    return Optional.of(of(keys, count));
  }

  private static CacheDigest of(char[] keys, int count) {
    return count == 0 ? EMPTY : new CacheDigest(Arrays.copyOf(keys, count));
  }

  private static int bit(byte[] bytes, long at) {
    return bytes[(int) (at >>> 3)] >>> (7 - (int) (at & 7)) & 1;
  }

  /**
   * What a further bit of k saves gets less with each: where it first saves nothing is the best.
   */
  private int parameter() {
    int k = 0;
    long length = length(k);
    while (k < LARGEST_PARAMETER) {
      long next = length(k + 1);
      if (next >= length) {
        break;
      }
      length = next;
      k++;
    }
    return k;
  }

  private long length(int k) {
    long bits = (long) keys.length * (1 + k);
    int previous = -1;
    for (int key : keys) {
      bits += (key - previous - 1) >>> k;
      previous = key;
    }
    return bits;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CacheDigest that && Arrays.equals(keys, that.keys);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(keys);
  }

  @Override
  public String toString() {
    return encode();
  }

  /** Bits one after the other, most significant first. */
  private static final class BitWriter {
    private final byte[] bytes;
    private int at;

    BitWriter(long codeBits) {
      bytes = new byte[1 + (int) ((codeBits + Byte.SIZE - 1) / Byte.SIZE)];
    }

    void write(int value, int width) {
      for (int i = width - 1; i >= 0; i--) {
        put(value >>> i & 1);
      }
    }

    void writeOnes(int count) {
      for (int i = 0; i < count; i++) {
        put(1);
      }
    }

    private void put(int bit) {
      bytes[at >>> 3] |= (byte) (bit << (7 - (at & 7)));
      at++;
    }

    byte[] padded() {
      while ((at & 7) != 0) {
        put(1);
      }
      return bytes;
    }
  }
}
