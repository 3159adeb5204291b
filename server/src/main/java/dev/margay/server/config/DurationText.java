package dev.margay.server.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A length of time as people write it in flags and in margay.yaml: {@code 500ms}, {@code 2s},
 * {@code 30d}.
 */
public final class DurationText {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,18})(ms|s|m|h|d)");

  /** The longest that is understood; more is a slip of the pen. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private DurationText() {}

  /**
   * Reads a whole number with one of the units ms, s, m, h and d; from 0 to 365 days. A number
   * without a unit is refused, because half of its readers would take it for milliseconds.
   */
  public static TextReading<Duration> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return TextReading.misread(
          Quotation.of(text) + " is not a duration",
          "write a whole number and one of the units ms, s, m, h, d, such as 2s or 500ms");
    }
    long count = Long.parseLong(form.group(1));
    Duration unit = unit(form.group(2));
    if (count > LONGEST.dividedBy(unit)) {
      return TextReading.misread(
          Quotation.of(text) + " is longer than a year", "write at most 8760h");
    }
    return TextReading.understood(unit.multipliedBy(count));
  }

  private static Duration unit(String name) {
    return switch (name) {
      case "ms" -> Duration.ofMillis(1);
      case "s" -> Duration.ofSeconds(1);
      case "m" -> Duration.ofMinutes(1);
      case "h" -> Duration.ofHours(1);
      default -> Duration.ofDays(1);
    };
  }
}
