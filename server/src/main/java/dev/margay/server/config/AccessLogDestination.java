package dev.margay.server.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where access-log lines go. */
public sealed interface AccessLogDestination {

  /** To the standard output. */
  record StandardOutput() implements AccessLogDestination {}

  /** Nowhere: no line is made. */
  record Off() implements AccessLogDestination {}

  /** To the end of a file, which need not exist yet. */
  record ToFile(Path file) implements AccessLogDestination {}

  /** Reads {@code -}, {@code off}, or the path of a file. */
  static TextReading<AccessLogDestination> parse(String text) {
    if (text.equals("-")) {
      return TextReading.understood(new StandardOutput());
    }
    if (text.equals("off")) {
      return TextReading.understood(new Off());
    }
    try {
      if (!text.isBlank()) {
        return TextReading.understood(new ToFile(Path.of(text)));
      }
    } catch (InvalidPathException notAPath) {
      // Falls through to the same sentence as an empty text.
    }
    return TextReading.misread(
        Quotation.of(text) + " is not the path of a file",
        "name a file, or write - for the standard output or off");
  }
}
