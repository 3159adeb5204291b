package dev.margay.rcache.coding;

import dev.margay.rcache.key.Tier;

/** Whether coding content is worth the work. Pure. */
public final class EncodingPolicy {
  /** Below this many bytes a coded body and its extra header fields are not smaller. */
  public static final long SMALLEST = 64;

  /** Above this many bytes even the fast tier would hold a core for too long. */
  public static final long LARGEST_FAST = 512L << 20;

  /** Above this many bytes the best tier (under 1 MB/s for brotli) would not end within minutes. */
  public static final long LARGEST_BEST = 64L << 20;

  private EncodingPolicy() {}

  /**
   * Whether content of this size is to be coded at this tier.
   *
   * @param compressible whether its media type is text-like; compressed types are not coded again
   * @param length in bytes
   */
  public static boolean worthwhile(boolean compressible, long length, Tier tier) {
    return compressible
        && length >= SMALLEST
        && length <= (tier == Tier.BEST ? LARGEST_BEST : LARGEST_FAST);
  }
}
