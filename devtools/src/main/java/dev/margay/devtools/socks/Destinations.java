package dev.margay.devtools.socks;

import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Set;

/**
 * Where connections lead. Pure.
 *
 * @param names the site's host names, in lower case: this server, at the port that production has
 * @param port that port: 443, or 80 without TLS
 * @param server where this server listens
 * @param outside what becomes of other hosts
 */
public record Destinations(Set<String> names, int port, InetSocketAddress server, Outside outside) {
  /** What becomes of hosts that are not the site's. */
  public enum Outside {
    /** They are connected to, wherever they are. */
    ALLOWED,
    /** They are refused. */
    REFUSED
  }

  /** Takes a copy of the names. */
  public Destinations {
    names = Set.copyOf(names);
  }

  /** Where one connection leads. */
  sealed interface Destination {
    /** To this server. */
    record ThisServer(InetSocketAddress address) implements Destination {}

    /** To another host, whose name is to be resolved here. */
    record Elsewhere(String host, int port) implements Destination {}

    /** Nowhere. */
    record Nowhere() implements Destination {}
  }

  Destination of(SocksRequest.Connect wanted) {
    String host = wanted.host().toLowerCase(Locale.ROOT);
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    if (names.contains(name)) {
      return wanted.port() == port || wanted.port() == server.getPort()
          ? new Destination.ThisServer(server)
          : new Destination.Nowhere();
    }
    return outside == Outside.ALLOWED
        ? new Destination.Elsewhere(name, wanted.port())
        : new Destination.Nowhere();
  }
}
