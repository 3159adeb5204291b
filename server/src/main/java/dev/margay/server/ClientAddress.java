package dev.margay.server;

import dev.margay.server.config.AddressRange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/**
 * Where a request comes from: the connection's other end, or, where that is a trusted proxy, the
 * last address in {@code X-Forwarded-For} that is not a trusted proxy itself, or the farthest that
 * is known where only trusted ones, or no addresses, are left.
 *
 * @param trusted the proxies to believe
 */
record ClientAddress(List<AddressRange> trusted) {
  private static final String FORWARDED_FOR = "X-Forwarded-For";

  String of(Request request) {
    SocketAddress peer = request.getConnectionMetaData().getRemoteSocketAddress();
    if (!(peer instanceof InetSocketAddress inet) || inet.getAddress() == null) {
      return "-";
    }
    InetAddress address = inet.getAddress();
    if (trusted.isEmpty() || !isTrusted(address)) {
      return address.getHostAddress();
    }
    // Addresses are never quoted; Jetty's reader of lists throws where a client's quotes are odd.
    String field = String.join(",", request.getHeaders().getValuesList(FORWARDED_FOR));
    List<String> hops = List.of(field.split(",", -1));
    String nearest = address.getHostAddress();
    for (int i = hops.size() - 1; i >= 0; i--) {
      Optional<AddressRange> hop = AddressRange.parse(hops.get(i).strip());
      if (hop.isEmpty()) {
        return nearest; // whoever wrote this, it is no address
      }
      nearest = hop.get().network().getHostAddress();
      if (!isTrusted(hop.get().network())) {
        return nearest;
      }
    }
    return nearest;
  }

  private boolean isTrusted(InetAddress address) {
    return trusted.stream().anyMatch(range -> range.contains(address));
  }
}
