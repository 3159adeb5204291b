package dev.margay.server.config;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes as people write it in flags and in margay.yaml: {@code 2GiB}, {@code 500MB},
 * {@code 1048576}. KB, MB, GB, TB are powers of 1000; KiB, MiB, GiB, TiB are powers of 1024 (IEC
 * 80000-13).
 */
public final class ByteSizeText {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,18}) ?([a-zA-Z]*)");

  private static final Map<String, Long> UNITS =
      Map.of(
          "",
          1L,
          "b",
          1L, //
          "kb",
          1_000L,
          "kib",
          1L << 10, //
          "mb",
          1_000_000L,
          "mib",
          1L << 20, //
          "gb",
          1_000_000_000L,
          "gib",
          1L << 30, //
          "tb",
          1_000_000_000_000L,
          "tib",
          1L << 40);

  private ByteSizeText() {}

  /**
   * Reads a whole number of bytes, 0 or more, with or without a unit in any case. A bare {@code G}
   * is refused, because it means 1000 to some and 1024 to others.
   */
  public static TextReading<Long> parse(String text) {
    Matcher form = FORM.matcher(text);
    Long unit = form.matches() ? UNITS.get(form.group(2).toLowerCase(Locale.ROOT)) : null;
    if (unit == null) {
      return TextReading.misread(
          Quotation.of(text) + " is not a size",
          "write a whole number of bytes, or one with a unit, such as 2GiB, 500MB or 1048576");
    }
    long count = Long.parseLong(form.group(1));
    if (count > Long.MAX_VALUE / unit) {
      return TextReading.misread(
          Quotation.of(text) + " is more bytes than can be counted", "write less, such as 2GiB");
    }
    return TextReading.understood(count * unit);
  }
}
