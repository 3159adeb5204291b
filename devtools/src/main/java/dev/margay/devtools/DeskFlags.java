package dev.margay.devtools;

import dev.margay.devtools.slowlink.LinkSpeed;
import dev.margay.server.StartFailure;
import dev.margay.server.config.TextReading;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** The flags that devlove has for itself. */
final class DeskFlags {
  private static final int HIGHEST_PORT = 65535;

  @Option(
      names = {"--socks", "-5"},
      paramLabel = "PORT",
      defaultValue = "${env:MARGAY_SOCKS:-" + Option.NULL_VALUE + "}",
      description = "the SOCKS5 proxy's port (2006, or the next that is free) [MARGAY_SOCKS]")
  private String socks;

  @Option(
      names = {"--allow-outside", "-w"},
      defaultValue = "${env:MARGAY_ALLOW_OUTSIDE:-false}",
      description = "the proxy also connects to other hosts [MARGAY_ALLOW_OUTSIDE]")
  private boolean allowOutside;

  @Option(
      names = "--open",
      defaultValue = "${env:MARGAY_OPEN:-false}",
      description = "open a browser with a profile of its own [MARGAY_OPEN]")
  private boolean open;

  @Option(
      names = "--browser",
      paramLabel = "PROGRAM",
      defaultValue = "${env:MARGAY_BROWSER:-" + Option.NULL_VALUE + "}",
      description = "which one, such as firefox (the first that is found) [MARGAY_BROWSER]")
  private String browser;

  @Option(
      names = "--sim-latency",
      paramLabel = "TIME",
      defaultValue = "${env:MARGAY_SIM_LATENCY:-" + Option.NULL_VALUE + "}",
      description = "make each round trip take so long, such as 210ms [MARGAY_SIM_LATENCY]")
  private String latency;

  @Option(
      names = "--sim-bandwidth",
      paramLabel = "RATE",
      defaultValue = "${env:MARGAY_SIM_BANDWIDTH:-" + Option.NULL_VALUE + "}",
      description = "let so much through, such as 7Mbit/s [MARGAY_SIM_BANDWIDTH]")
  private String bandwidth;

  /** The port that was asked for. */
  OptionalInt socksPort() throws StartFailure {
    Optional<Integer> port = read("--socks", socks, DeskFlags::port);
    return port.map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }

  private static TextReading<Integer> port(String text) {
    return text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= HIGHEST_PORT
        ? TextReading.understood(Integer.parseInt(text))
        : TextReading.misread("\"" + text + "\" is not a port", "write one such as 2006");
  }

  boolean allowOutside() {
    return allowOutside;
  }

  boolean open() {
    return open;
  }

  Optional<String> browser() {
    return Optional.ofNullable(browser);
  }

  /** How slow the link is to be; empty if nobody asked for that. */
  Optional<LinkSpeed> linkSpeed() throws StartFailure {
    if (latency == null && bandwidth == null) {
      return Optional.empty();
    }
    return Optional.of(
        new LinkSpeed(
            read("--sim-latency", latency, LinkSpeed::parseLatency).orElse(Duration.ZERO),
            read("--sim-bandwidth", bandwidth, LinkSpeed::parseBandwidth)
                .orElse(LinkSpeed.UNLIMITED)));
  }

  private static <T> Optional<T> read(
      String flag, String text, Function<String, TextReading<T>> parse) throws StartFailure {
    if (text == null) {
      return Optional.empty();
    }
    TextReading<T> reading = parse.apply(text);
    if (reading instanceof TextReading.Misread<T> misread) {
      throw new StartFailure(misread.sentence(flag));
    }
    return reading.found();
  }
}
