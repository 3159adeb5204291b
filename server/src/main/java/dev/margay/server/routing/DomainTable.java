package dev.margay.server.routing;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which domain answers for a host. Pure.
 *
 * @param byHost what answers, by host name in lower case
 * @param otherwise what answers for any other host; null where those are refused
 * @param local what answers for localhost, unless that is a configured name; null for no such rule
 */
public record DomainTable<D>(Map<String, D> byHost, D otherwise, D local) {
  /** Takes a copy of the map. */
  public DomainTable {
    byHost = Map.copyOf(byHost);
  }

  /** What answers for {@code host}, a name or address without port; null for an absent one. */
  public Optional<D> find(String host) {
    if (host == null) {
      return Optional.ofNullable(otherwise);
    }
    D exact = byHost.get(host);
    if (exact != null) {
      return Optional.of(exact);
    }
    String name = canonical(host);
    D named = byHost.get(name);
    if (named == null && isLocal(name)) {
      named = local;
    }
    return Optional.ofNullable(named == null ? otherwise : named);
  }

  /** Lower case, and without the dot of a fully qualified name. */
  private static String canonical(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  private static boolean isLocal(String name) {
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || name.equals("127.0.0.1")
        || name.equals("[::1]");
  }
}
