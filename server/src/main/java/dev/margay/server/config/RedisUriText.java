package dev.margay.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Where Redis is: {@code redis://} one server, {@code rediss://} the same over TLS, {@code
 * redis-sentinel://} and {@code redis-cluster://} several hosts with commas between. Never repeats
 * the text in a sentence, because it may hold a password.
 */
public final class RedisUriText {
  private static final List<String> SCHEMES =
      List.of("redis", "rediss", "redis-sentinel", "redis-cluster");
  private static final String EXAMPLE = "write one such as redis://127.0.0.1:6379";

  private RedisUriText() {}

  /** Reads a URI with one of the four schemes and a host (several for the last two). */
  public static TextReading<URI> parse(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException notAUri) {
      return TextReading.misread("this is not a URI", EXAMPLE);
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!text.contains("://") || scheme.isEmpty()) {
      return TextReading.misread("this URI does not begin with a scheme and ://", EXAMPLE);
    }
    if (!SCHEMES.contains(scheme)) {
      return TextReading.misread(
          "a URI of the scheme " + Quotation.of(scheme) + " does not name a Redis",
          "use one of " + String.join(", ", SCHEMES) + ", such as redis://127.0.0.1:6379");
    }
    return hosts(uri, scheme);
  }

  private static TextReading<URI> hosts(URI uri, String scheme) {
    String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    String hosts = authority.substring(authority.lastIndexOf('@') + 1);
    if (hosts.isEmpty() || hosts.startsWith(":")) {
      return TextReading.misread("this URI names no host", EXAMPLE);
    }
    String[] each = hosts.split(",", -1);
    if (each.length > 1 && !scheme.contains("-")) {
      return TextReading.misread(
          "a URI of the scheme " + scheme + " names one host only",
          "use redis-sentinel:// or redis-cluster:// for several");
    }
    return Arrays.stream(each).allMatch(RedisUriText::isHost)
        ? path(uri, scheme)
        : TextReading.misread("the host or the port in this URI is not one", EXAMPLE);
  }

  private static TextReading<URI> path(URI uri, String scheme) {
    String path = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
    boolean fits =
        switch (scheme) {
          case "redis-sentinel" -> !path.isEmpty();
          case "redis-cluster" -> path.isEmpty();
          default -> path.matches("[0-9]{0,4}");
        };
    return fits
        ? TextReading.understood(uri)
        : TextReading.misread(
            "the path of this URI does not fit its scheme",
            "write redis://host:port/0 (a database, or nothing),"
                + " redis-sentinel://host:port/name-of-the-master or redis-cluster://host:port");
  }

  /** A host with or without a port; underscores too, because container names have them. */
  private static boolean isHost(String text) {
    String host = text.replaceFirst(":[0-9]{1,5}$", "");
    String port = text.substring(Math.min(text.length(), host.length() + 1));
    if (!port.isEmpty() && Integer.parseInt(port) > ListenAddress.MAX_PORT) {
      return false;
    }
    if (host.startsWith("[") && host.endsWith("]")) {
      return AddressLiteral.parse(host.substring(1, host.length() - 1)).isPresent();
    }
    return HostNameText.parse(host.replace('_', 'x')).found().isPresent();
  }
}
