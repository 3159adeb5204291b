package dev.margay.server.config;

import java.nio.file.Path;

/**
 * Where Margay keeps what it makes.
 *
 * @param workingDir the folder that holds the scratch folder
 * @param dirName the scratch folder's name, without slashes
 * @param cacheSize the representation cache's quota in bytes, 0 or more
 */
public record ScratchSettings(Path workingDir, String dirName, long cacheSize) {
  /** The scratch folder's name if nobody gives another. */
  public static final String DEFAULT_DIR_NAME = ".margay";

  /** The quota if nobody gives another: 2 GiB. */
  public static final long DEFAULT_CACHE_SIZE = 2L << 30;

  /** The scratch folder. */
  public Path scratchDir() {
    return workingDir.resolve(dirName);
  }

  /** The representation cache's folder (behaviour, section 4). */
  public Path representationCacheDir() {
    return scratchDir().resolve("r-cache");
  }
}
