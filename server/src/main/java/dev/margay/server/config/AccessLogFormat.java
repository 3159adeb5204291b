package dev.margay.server.config;

/** The form of an access-log line. */
public enum AccessLogFormat {
  /** One JSON object a line. */
  JSON,
  /** The Common Log Format of the NCSA servers. */
  COMMON;

  /** Reads {@code json} or {@code common}. */
  public static TextReading<AccessLogFormat> parse(String text) {
    return switch (text) {
      case "json" -> TextReading.understood(JSON);
      case "common" -> TextReading.understood(COMMON);
      default ->
          TextReading.misread(Quotation.of(text) + " is not a log format", "write json or common");
    };
  }
}
