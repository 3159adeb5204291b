package dev.margay.server;

import dev.margay.server.config.AddressRange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.ConnectionMetaData;
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

  /** The attribute of a connection that keeps its other end: it never changes. */
  private static final String PEER = ClientAddress.class.getName();

  /** A connection's other end; not an address where that is unknown. */
  private record Peer(InetAddress address, String text) {
    static final Peer UNKNOWN = new Peer(null, "-");
  }

  String of(Request request) {
    Peer peer = peer(request.getConnectionMetaData());
    if (trusted.isEmpty() || peer.address() == null || !isTrusted(peer.address())) {
      return peer.text();
    }
    // Addresses are never quoted; Jetty's reader of lists throws where a client's quotes are odd.
    String field = String.join(",", request.getHeaders().getValuesList(FORWARDED_FOR));
    List<String> hops = List.of(field.split(",", -1));
    String nearest = peer.text();
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

  private static Peer peer(ConnectionMetaData connection) {
    if (connection.getAttribute(PEER) instanceof Peer known) {
      return known;
    }
    SocketAddress end = connection.getRemoteSocketAddress();
    Peer peer = Peer.UNKNOWN;
    if (end instanceof InetSocketAddress inet && inet.getAddress() != null) {
      peer = new Peer(inet.getAddress(), inet.getAddress().getHostAddress());
    }
    connection.setAttribute(PEER, peer);
    return peer;
  }

  private boolean isTrusted(InetAddress address) {
    return trusted.stream().anyMatch(range -> range.contains(address));
  }
}
