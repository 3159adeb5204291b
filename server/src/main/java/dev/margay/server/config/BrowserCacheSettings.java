package dev.margay.server.config;

/**
 * What browsers may keep, and what is sent ahead to them.
 *
 * @param maxAge seconds that assets and the digest cookie live, 0 to 31536000
 * @param disableUaCaching whether every response is {@code no-store}
 * @param disablePush whether nothing is sent ahead and no cookie set
 */
public record BrowserCacheSettings(long maxAge, boolean disableUaCaching, boolean disablePush) {
  /** Two days, in seconds. */
  public static final long DEFAULT_MAX_AGE = 172_800;
}
