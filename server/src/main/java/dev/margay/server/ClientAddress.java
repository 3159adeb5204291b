package dev.margay.server;

import dev.margay.server.config.AddressRange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.eclipse.jetty.server.Request;

/**
 * Where a request comes from: the connection's other end, or, where that is a trusted proxy, the
 * last address in {@code X-Forwarded-For} that is not a trusted proxy itself.
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
    List<String> hops = request.getHeaders().getCSV(FORWARDED_FOR, false);
    for (int i = hops.size() - 1; i >= 0; i--) {
      String hop = hops.get(i).strip();
      boolean proxy =
          AddressRange.parse(hop)
              .map(range -> trusted.stream().anyMatch(one -> one.contains(range.network())))
              .orElse(false);
      if (!proxy) {
        return hop;
      }
    }
    return address.getHostAddress();
  }

  private boolean isTrusted(InetAddress address) {
    return trusted.stream().anyMatch(range -> range.contains(address));
  }
}
