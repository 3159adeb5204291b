package dev.margay.rcache.eviction;

/**
 * How much of the disk the published files of the store may take.
 *
 * @param bytes 0 or more
 */
public record Quota(long bytes) {
  private static final int SLACK = 10;
  private static final int SHARERS = 4;
  private static final int SMALLEST_STEP = 64;

  /** Down to where files are given up once there are too many: 90 %, so that it lasts a while. */
  long lowWater() {
    return bytes - bytes / SLACK;
  }

  /**
   * After how many published bytes it is time to look again: a quarter of what is free, because
   * other processes publish too and do not tell.
   *
   * @param taken what the last look left, in bytes
   */
  long lookAfter(long taken) {
    return Math.max((bytes - taken) / SHARERS, bytes / SMALLEST_STEP);
  }
}
