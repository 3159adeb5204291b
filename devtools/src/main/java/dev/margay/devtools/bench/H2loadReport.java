package dev.margay.devtools.bench;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What h2load printed about one run.
 *
 * @param requests how many were to be made
 * @param done how many were answered, with any status
 * @param succeeded how many were answered with a status of 2xx or 3xx
 * @param redirections how many were answered with a status of 3xx, 304 among them
 * @param seconds from the first connection to the last answer
 * @param protocol what ALPN chose, or {@code h2c}
 * @param cipher of TLS, with its version; empty without TLS
 */
record H2loadReport(
    int requests,
    int done,
    int succeeded,
    int redirections,
    double seconds,
    String protocol,
    String cipher) {
  private static final Pattern FINISHED =
      Pattern.compile("^finished in ([0-9.]+)(us|ms|s|m|h)?,", Pattern.MULTILINE);
  private static final Pattern REQUESTS =
      Pattern.compile(
          "^requests: (\\d+) total, \\d+ started, (\\d+) done, (\\d+) succeeded",
          Pattern.MULTILINE);
  private static final Pattern STATUS =
      Pattern.compile("^status codes: \\d+ 2xx, (\\d+) 3xx", Pattern.MULTILINE);
  private static final Pattern PROTOCOL =
      Pattern.compile("^Application protocol: (\\S+)", Pattern.MULTILINE);
  private static final Pattern VERSION =
      Pattern.compile("^TLS Protocol: (\\S+)", Pattern.MULTILINE);
  private static final Pattern CIPHER = Pattern.compile("^Cipher: (\\S+)", Pattern.MULTILINE);

  /** Reads the output; empty if h2load did not come to its summary. */
  static Optional<H2loadReport> read(String output) {
    Matcher finished = FINISHED.matcher(output);
    Matcher requests = REQUESTS.matcher(output);
    Matcher status = STATUS.matcher(output);
    if (!finished.find() || !requests.find() || !status.find()) {
      return Optional.empty();
    }
    String version = first(VERSION, output);
    return Optional.of(
        new H2loadReport(
            Integer.parseInt(requests.group(1)),
            Integer.parseInt(requests.group(2)),
            Integer.parseInt(requests.group(3)),
            Integer.parseInt(status.group(1)),
            Double.parseDouble(finished.group(1)) * unit(finished.group(2)),
            first(PROTOCOL, output),
            version.isEmpty() ? "" : version + " " + first(CIPHER, output)));
  }

  private static String first(Pattern pattern, String output) {
    Matcher matcher = pattern.matcher(output);
    return matcher.find() ? matcher.group(1) : "";
  }

  /** h2load leaves the unit away for none of its durations but zero. */
  private static double unit(String name) {
    return switch (name == null ? "s" : name) {
      case "us" -> 1e-6;
      case "ms" -> 1e-3;
      case "m" -> 60;
      case "h" -> 3600;
      default -> 1;
    };
  }
}
