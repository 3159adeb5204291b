package dev.margay.rcache.flight;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import redis.clients.jedis.HostAndPort;

/**
 * Where Redis is, as a URI says it: {@code redis://} and {@code rediss://} (TLS) one server with
 * the number of a database as path, {@code redis-sentinel://} several sentinels with the master's
 * name as path, {@code redis-cluster://} several nodes. Printed without the password.
 *
 * @param kind how the hosts are to be understood
 * @param hosts at least one
 * @param user empty for Redis' default user
 * @param password empty if none is asked for
 * @param path what follows the first slash, decoded: a database, a master's name, or nothing
 */
record RedisAddress(
    Kind kind,
    List<HostAndPort> hosts,
    Optional<String> user,
    Optional<String> password,
    String path) {
  private static final int REDIS_PORT = 6379;
  private static final int SENTINEL_PORT = 26379;

  /** The four schemes. */
  enum Kind {
    STANDALONE,
    STANDALONE_TLS,
    SENTINEL,
    CLUSTER
  }

  RedisAddress {
    hosts = List.copyOf(hosts);
  }

  /**
   * Reads a URI. {@link URI#getHost()} is null where several hosts are named, so its raw authority
   * is taken apart here.
   *
   * @throws IllegalArgumentException if it names no Redis
   */
  static RedisAddress of(URI uri) {
    Kind kind = kind(uri);
    String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    int at = authority.lastIndexOf('@');
    String[] credentials = authority.substring(0, Math.max(0, at)).split(":", 2);
    String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceFirst("^/", "");
    int port = kind == Kind.SENTINEL ? SENTINEL_PORT : REDIS_PORT;
    return new RedisAddress(
        kind,
        Arrays.stream(authority.substring(at + 1).split(",", -1))
            .map(host -> host(host, port))
            .toList(),
        decode(credentials[0]),
        credentials.length > 1 ? decode(credentials[1]) : Optional.empty(),
        decode(path).orElse(""));
  }

  private static Kind kind(URI uri) {
    return switch (String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT)) {
      case "redis" -> Kind.STANDALONE;
      case "rediss" -> Kind.STANDALONE_TLS;
      case "redis-sentinel" -> Kind.SENTINEL;
      case "redis-cluster" -> Kind.CLUSTER;
      default -> throw new IllegalArgumentException("not the scheme of a Redis");
    };
  }

  private static HostAndPort host(String text, int otherwise) {
    int colon = text.lastIndexOf(':');
    boolean hasPort = colon > text.lastIndexOf(']');
    String host = hasPort ? text.substring(0, colon) : text;
    if (host.isEmpty()) {
      throw new IllegalArgumentException("no host");
    }
    int port = hasPort ? Integer.parseInt(text.substring(colon + 1)) : otherwise;
    return new HostAndPort(host.replaceAll("^\\[|]$", ""), port);
  }

  /** A plus sign is itself here, other than in forms. */
  private static Optional<String> decode(String text) {
    return Optional.of(URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8))
        .filter(decoded -> !decoded.isEmpty());
  }

  /** The database's number; 0 unless the path says another. */
  int database() {
    boolean standalone = kind == Kind.STANDALONE || kind == Kind.STANDALONE_TLS;
    return standalone && !path.isEmpty() ? Integer.parseInt(path) : 0;
  }

  Set<HostAndPort> hostSet() {
    return Set.copyOf(hosts);
  }

  @Override
  public String toString() {
    return hosts.stream().map(HostAndPort::toString).collect(Collectors.joining(","));
  }
}
