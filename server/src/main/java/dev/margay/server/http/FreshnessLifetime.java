package dev.margay.server.http;

import java.util.Locale;

/** For how long a browser may use a response without asking again (RFC 9111 §4.2.1). */
public final class FreshnessLifetime {
  private static final String MAX_AGE = "max-age=";

  private FreshnessLifetime() {}

  /**
   * Seconds that a response with this {@code Cache-Control} is fresh in a browser, 0 or more; 0 for
   * one that is not to be kept, or that says nothing.
   *
   * @param cacheControl the field's value; null if there is none
   */
  public static long seconds(String cacheControl) {
    if (cacheControl == null) {
      return 0;
    }
    long lifetime = 0;
    for (String part : cacheControl.toLowerCase(Locale.ROOT).split(",", -1)) {
      String directive = part.strip();
      if (directive.equals("no-store") || directive.equals("no-cache")) {
        return 0;
      }
      if (directive.startsWith(MAX_AGE)) {
        lifetime = number(directive.substring(MAX_AGE.length()));
      }
    }
    return lifetime;
  }

  private static long number(String digits) {
    boolean number = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!number) {
      return 0;
    }
    return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
  }
}
