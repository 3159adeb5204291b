package dev.margay.server.config;

import java.util.regex.Pattern;

/** How long browsers may keep an asset, in seconds: {@code max-age} and {@code --max-age}. */
public final class MaxAgeText {
  /** The longest lifetime, in seconds: a year. */
  public static final long MOST = 31_536_000;

  private static final Pattern FORM = Pattern.compile("[0-9]{1,18}");

  private MaxAgeText() {}

  /** Reads a whole number of seconds from 0 to 31536000. */
  public static TextReading<Long> parse(String text) {
    if (!FORM.matcher(text).matches() || Long.parseLong(text) > MOST) {
      return TextReading.misread(
          Quotation.of(text) + " is not a whole number of seconds from 0 to " + MOST,
          "write one, such as 172800 for two days");
    }
    return TextReading.understood(Long.parseLong(text));
  }
}
