package dev.margay.server.config;

import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a listener is to be bound.
 *
 * @param host an IP address without brackets, a host name in lower case, or empty for every address
 *     of the machine
 * @param port 0 to 65535; 0 lets the system choose
 */
public record ListenAddress(String host, int port) {
  /** The highest port there is. */
  public static final int MAX_PORT = 65535;

  private static final Pattern FORM = Pattern.compile("(\\[[^\\[\\]]*]|[^:\\[\\]]*):([0-9]{1,9})");
  private static final Pattern FIGURES = Pattern.compile("[0-9]{1,5}");

  /** Refuses ports that do not exist. */
  public ListenAddress {
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("there is no port " + port);
    }
  }

  /**
   * Reads {@code HOST:PORT}: {@code 127.0.0.1:4043}, {@code [::1]:8443}, {@code localhost:0}, or
   * {@code :8443} for every address. Does not resolve the name.
   */
  public static TextReading<ListenAddress> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      String remedy =
          FIGURES.matcher(text).matches()
              ? "write :" + text + " to listen on every address, or 127.0.0.1:" + text
              : "write one such as 127.0.0.1:4043, [::1]:8443 or :8443";
      return TextReading.misread(Quotation.of(text) + " is not HOST:PORT", remedy);
    }
    int port = Integer.parseInt(form.group(2));
    if (port > MAX_PORT) {
      return TextReading.misread(
          "there is no port " + port, "choose one from 1 to " + MAX_PORT + ", or 0 for any");
    }
    return host(form.group(1)).map(host -> new ListenAddress(host, port));
  }

  private static TextReading<String> host(String text) {
    if (text.isEmpty()) {
      return TextReading.understood("");
    }
    if (!text.startsWith("[")) {
      return HostNameText.parse(text);
    }
    String literal = text.substring(1, text.length() - 1).toLowerCase(Locale.ROOT);
    return literal.contains(":") && AddressLiteral.parse(literal).isPresent()
        ? TextReading.understood(literal)
        : TextReading.misread(
            Quotation.of(text) + " is not an IPv6 address in brackets", "write one such as [::1]");
  }

  /** Whether this means every address of the machine because no host was named. */
  public boolean isEverywhere() {
    return host.isEmpty();
  }

  /** The same host with another port. */
  public ListenAddress withPort(int other) {
    return new ListenAddress(host, other);
  }

  /** The address to bind; a host name is resolved now and may turn out unresolved. */
  public InetSocketAddress toSocketAddress() {
    return isEverywhere() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return (host.contains(":") ? '[' + host + ']' : host) + ':' + port;
  }
}
