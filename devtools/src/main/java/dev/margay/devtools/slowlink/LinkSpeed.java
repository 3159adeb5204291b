package dev.margay.devtools.slowlink;

import dev.margay.server.config.TextReading;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How slow a link is.
 *
 * @param latency of a round trip through it, without any work at its ends
 * @param bytesPerSecond each way, for all connections together; {@link #UNLIMITED} if it holds
 *     nothing back
 */
public record LinkSpeed(Duration latency, double bytesPerSecond) {
  /** A bandwidth that holds nothing back. */
  public static final double UNLIMITED = Double.POSITIVE_INFINITY;

  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,6})?)([A-Za-z/]*)");
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final double KIBI = 1024;
  private static final double KILO = 1000;
  private static final double BITS = 8;

  /** In bytes per second. */
  private static final Map<String, Double> BANDWIDTHS =
      Map.ofEntries(
          Map.entry("", 1.0),
          Map.entry("kbit/s", KILO / BITS),
          Map.entry("kb/s", KILO / BITS),
          Map.entry("Mbit/s", KILO * KILO / BITS),
          Map.entry("Mb/s", KILO * KILO / BITS),
          Map.entry("Kibit/s", KIBI / BITS),
          Map.entry("Mibit/s", KIBI * KIBI / BITS),
          Map.entry("kB/s", KILO),
          Map.entry("MB/s", KILO * KILO),
          Map.entry("KiB/s", KIBI),
          Map.entry("MiB/s", KIBI * KIBI));

  /**
   * Reads a bandwidth: {@code 7Mbit/s}, {@code 300KiB/s}; without a unit, bytes per second. Another
   * unit is a mistake: the original took it for bytes per second, and 7mbit/s for seven of them.
   */
  public static TextReading<Double> parseBandwidth(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || !BANDWIDTHS.containsKey(form.group(2))) {
      return TextReading.misread(
          "\"" + text + "\" is not a bandwidth",
          "write one such as 7Mbit/s, with kbit/s, Mbit/s, Kibit/s, Mibit/s, kB/s, MB/s, KiB/s or"
              + " MiB/s");
    }
    double bytes = Double.parseDouble(form.group(1)) * BANDWIDTHS.get(form.group(2));
    return bytes > 0
        ? TextReading.understood(bytes)
        : TextReading.misread("nothing gets through " + text, "write one such as 7Mbit/s");
  }

  /** Reads the time of a round trip: {@code 210ms}, {@code 0.5s}; at most a minute. */
  public static TextReading<Duration> parseLatency(String text) {
    Matcher form = FORM.matcher(text);
    boolean seconds = form.matches() && form.group(2).equals("s");
    if (!seconds && !(form.matches() && form.group(2).equals("ms"))) {
      return TextReading.misread(
          "\"" + text + "\" is not a latency", "write one such as 210ms or 0.5s");
    }
    long nanos = new BigDecimal(form.group(1)).movePointRight(seconds ? 9 : 6).longValue();
    return nanos <= LONGEST.toNanos()
        ? TextReading.understood(Duration.ofNanos(nanos))
        : TextReading.misread(text + " is too long", "write at most 60s");
  }

  /** As it was understood: {@code 875000.0 bytes/second, 0.21 seconds}. */
  @Override
  public String toString() {
    String bandwidth =
        bytesPerSecond == UNLIMITED ? "any bandwidth" : bytesPerSecond + " bytes/second";
    return bandwidth + ", " + latency.toNanos() / 1e9 + " seconds";
  }
}
