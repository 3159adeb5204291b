package dev.margay.server.http;

import dev.margay.rcache.key.ContentHash;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How long browsers may keep what a static domain serves: the {@code Cache-Control} it is given.
 */
public final class CachingRule {
  /** Revalidate at each use: the ETag makes that cheap, and nothing is ever out of date. */
  private static final String REVALIDATE = "no-cache";

  private static final String KEEP_NOTHING = "no-store";

  /** A year, for a URL that changes with its content (RFC 8246). */
  private static final String KEEP_FOR_EVER = "max-age=31536000, immutable";

  /** Not {@code no-cache}: browsers fetch a hinted asset twice when it may not be kept. */
  private static final String KEEP_FOR_ONE_LOOK = "max-age=10, must-revalidate";

  /** The cache-busting parameter. */
  private static final String VH = "vh";

  private static final Pattern HASH_PREFIX = Pattern.compile("[0-9a-f]{8,64}");

  private CachingRule() {}

  /**
   * A site's settings.
   *
   * @param maxAge how long assets are kept, in seconds; 0 or more
   */
  public record Freshness(long maxAge, Mode mode) {
    public Freshness {
      if (maxAge < 0) {
        throw new IllegalArgumentException("max-age is negative: " + maxAge);
      }
    }
  }

  /** The columns of the table. */
  public enum Mode {
    /** Production. */
    SERVE,
    /** Development: a saved file is seen at the next look. */
    DEVLOVE,
    /** {@code --disable-ua-caching}, in either. */
    NO_UA_CACHING
  }

  /** What the {@code vh} parameters of a request say of the content that it got. */
  public enum VhMatch {
    /** There are none. */
    ABSENT,
    /** There is one, and it names this content. */
    CURRENT,
    /** Anything else: another content, several, or no hash. */
    OTHER
  }

  /**
   * The {@code Cache-Control} of a 200, and of the 206 and 304 in its place.
   *
   * @param serviceWorker whether the path was ever asked for with {@code Service-Worker: script}:
   *     it is then treated like a page, because a worker that is kept holds a whole site back
   */
  public static String cacheControl(
      AssetKind kind, Freshness settings, VhMatch vh, boolean serviceWorker) {
    if (!kind.asset() || serviceWorker || settings.mode() == Mode.NO_UA_CACHING) {
      return errorCacheControl(settings);
    }
    return switch (vh) {
      case CURRENT -> KEEP_FOR_EVER;
      case OTHER -> REVALIDATE;
      case ABSENT ->
          settings.mode() == Mode.DEVLOVE ? KEEP_FOR_ONE_LOOK : "max-age=" + settings.maxAge();
    };
  }

  /** The {@code Cache-Control} of redirects and errors, which is the pages' too. */
  public static String errorCacheControl(Freshness settings) {
    return settings.mode() == Mode.NO_UA_CACHING ? KEEP_NOTHING : REVALIDATE;
  }

  /**
   * Compares the {@code vh} parameters of a request with the content it is about to get. Names and
   * values are compared as they are spelled: an escaped one is not Margay's writing.
   *
   * @param rawQuery what follows the question mark; null if there is none
   */
  public static VhMatch vh(String rawQuery, ContentHash content) {
    if (rawQuery == null) {
      return VhMatch.ABSENT;
    }
    List<String> values =
        List.of(rawQuery.split("&", -1)).stream()
            .filter(parameter -> parameter.equals(VH) || parameter.startsWith(VH + "="))
            .map(parameter -> parameter.substring(Math.min(parameter.length(), VH.length() + 1)))
            .toList();
    if (values.isEmpty()) {
      return VhMatch.ABSENT;
    }
    String value = values.get(0);
    return values.size() == 1
            && HASH_PREFIX.matcher(value).matches()
            && content.hex().startsWith(value)
        ? VhMatch.CURRENT
        : VhMatch.OTHER;
  }
}
