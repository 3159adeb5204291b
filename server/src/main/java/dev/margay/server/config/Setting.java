package dev.margay.server.config;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * One thing that can be set: its name in each place, and how its text is read. Two settings are
 * equal only if they are the same constant.
 *
 * @param <T> its value
 */
public final class Setting<T> {
  public static final Setting<ListenAddress> LISTEN = of("listen", ListenAddress::parse);
  public static final Setting<ListenAddress> ADMIN = of("admin", ListenAddress::parse);
  public static final Setting<Path> CONFIG = of("config", Setting::path);
  public static final Setting<Path> WORKING_DIR = of("working-dir", Setting::path);
  public static final Setting<String> SCRATCH_DIR_NAME = of("scratch-dir-name", Setting::dirName);
  public static final Setting<URI> REDIS = of("redis", RedisUriText::parse);
  public static final Setting<Boolean> DISABLE_PUSH = of("disable-push", Setting::truth);
  public static final Setting<Boolean> DISABLE_UA_CACHING =
      of("disable-ua-caching", Setting::truth);
  public static final Setting<Long> MAX_AGE = of("max-age", MaxAgeText::parse);
  public static final Setting<Path> TLS_CERT = of("tls-cert", Setting::path);
  public static final Setting<Path> TLS_KEY = of("tls-key", Setting::path);
  public static final Setting<Boolean> CLEARTEXT = of("cleartext", Setting::truth);
  public static final Setting<Boolean> REUSE_PORT = of("reuse-port", Setting::truth);
  public static final Setting<List<AddressRange>> TRUSTED_PROXIES =
      of("trusted-proxies", AddressRange::parseList);
  public static final Setting<Duration> ENCODE_WAIT = of("encode-wait", DurationText::parse);
  public static final Setting<Long> CACHE_SIZE = of("cache-size", ByteSizeText::parse);
  public static final Setting<AccessLogDestination> ACCESS_LOG =
      of("access-log", AccessLogDestination::parse);
  public static final Setting<AccessLogFormat> ACCESS_LOG_FORMAT =
      of("access-log-format", AccessLogFormat::parse);

  private static final List<Setting<?>> ALL =
      List.of(
          LISTEN,
          ADMIN,
          CONFIG,
          WORKING_DIR,
          SCRATCH_DIR_NAME,
          REDIS,
          DISABLE_PUSH, //
          DISABLE_UA_CACHING,
          MAX_AGE,
          TLS_CERT,
          TLS_KEY,
          CLEARTEXT,
          REUSE_PORT,
          TRUSTED_PROXIES,
          ENCODE_WAIT,
          CACHE_SIZE,
          ACCESS_LOG,
          ACCESS_LOG_FORMAT);

  private final String name;
  private final Function<String, TextReading<T>> reader;

  private Setting(String name, Function<String, TextReading<T>> reader) {
    this.name = name;
    this.reader = reader;
  }

  private static <T> Setting<T> of(String name, Function<String, TextReading<T>> reader) {
    return new Setting<>(name, reader);
  }

  /** Every setting there is. */
  public static List<Setting<?>> all() {
    return ALL;
  }

  /** The setting that {@code flag}, such as {@code --max-age}, sets. */
  public static Optional<Setting<?>> ofFlag(String flag) {
    for (Setting<?> setting : ALL) {
      if (setting.flag().equals(flag)) {
        return Optional.of(setting);
      }
    }
    return Optional.empty();
  }

  /** The flag, such as {@code --max-age}. */
  public String flag() {
    return "--" + name;
  }

  /** The environment variable, such as {@code MARGAY_MAX_AGE}. */
  public String environmentVariable() {
    return "MARGAY_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** Reads a text that was given for it. */
  public TextReading<T> parse(String text) {
    return reader.apply(text);
  }

  @Override
  public String toString() {
    return name;
  }

  private static TextReading<Path> path(String text) {
    try {
      return text.isBlank()
          ? TextReading.misread("the path is empty", "name a file or folder")
          : TextReading.understood(Path.of(text));
    } catch (InvalidPathException notAPath) {
      return TextReading.misread(Quotation.of(text) + " is not a path", "name a file or folder");
    }
  }

  private static TextReading<String> dirName(String text) {
    boolean name =
        !text.isBlank()
            && !text.equals(".")
            && !text.equals("..")
            && text.chars().noneMatch(c -> c == '/' || c == '\\' || c == 0);
    return name
        ? TextReading.understood(text)
        : TextReading.misread(
            Quotation.of(text) + " is not the name of a folder",
            "write a name without slashes, such as .margay, and its place with --working-dir");
  }

  private static TextReading<Boolean> truth(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "1" -> TextReading.understood(true);
      case "false", "0" -> TextReading.understood(false);
      default ->
          TextReading.misread(
              Quotation.of(text) + " is neither true nor false", "write true or false");
    };
  }
}
