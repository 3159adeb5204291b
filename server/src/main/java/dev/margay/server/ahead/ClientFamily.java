package dev.margay.server.ahead;

import java.util.List;

/**
 * Clients that behave alike: browsers by their engine, others by the first product in their {@code
 * User-Agent} (RFC 9110 §10.1.5), without its version.
 *
 * @param name at most 32 characters
 */
public record ClientFamily(String name) {
  private static final int LONGEST = 32;

  /** In the order of looking: each browser also claims to be some of those behind it. */
  private static final List<String> ENGINES = List.of("Firefox", "Chrome", "Safari");

  /**
   * The family that {@code userAgent} tells.
   *
   * @param userAgent null if there is none
   */
  public static ClientFamily of(String userAgent) {
    if (userAgent == null) {
      return new ClientFamily("-");
    }
    for (String engine : ENGINES) {
      if (userAgent.contains(engine + "/")) {
        return new ClientFamily(engine);
      }
    }
    int end = 0;
    while (end < Math.min(userAgent.length(), LONGEST)
        && "/ (".indexOf(userAgent.charAt(end)) < 0) {
      end++;
    }
    return new ClientFamily(userAgent.substring(0, end));
  }
}
