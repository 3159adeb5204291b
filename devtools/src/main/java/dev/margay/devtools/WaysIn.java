package dev.margay.devtools;

import dev.margay.devtools.slowlink.Link;
import dev.margay.devtools.slowlink.LinkSpeed;
import dev.margay.devtools.slowlink.SlowLink;
import dev.margay.devtools.socks.Destinations;
import dev.margay.devtools.socks.Destinations.Outside;
import dev.margay.devtools.socks.SocksProxy;
import dev.margay.server.MargayServer;
import dev.margay.server.StartFailure;
import dev.margay.server.config.ListenAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How visitors reach the server: at its own port, or through a slow link in front of it; and
 * through the proxy by the site's names. Both ways share one slow link. They are opened before the
 * server is started, so that a port that is taken is known at once.
 */
final class WaysIn {
  private static final int SOCKS_PORT = 2006;
  private static final String LOOPBACK = "127.0.0.1";

  private final Link link;
  private final ListenAddress asked;
  private final Optional<SlowLink> slow;
  private Optional<SocksProxy> socks = Optional.empty();

  /** The server behind all of this; set before anybody can connect. */
  private volatile MargayServer server;

  /**
   * Ways to a server that was asked to listen on {@code asked}.
   *
   * @throws StartFailure if that is taken
   */
  WaysIn(ListenAddress asked, Optional<LinkSpeed> speed) throws StartFailure {
    this.link = new Link(speed);
    this.asked = asked;
    try {
      slow =
          speed.isPresent()
              ? Optional.of(new SlowLink(asked.toSocketAddress(), this::address, link))
              : Optional.empty();
    } catch (IOException e) {
      throw new StartFailure(
          asked + " cannot be listened on; stop what uses it, or choose another with --listen");
    }
  }

  /** Where the server itself is to listen. */
  ListenAddress serverListen() {
    return slow.isPresent() ? new ListenAddress(LOOPBACK, 0) : asked;
  }

  /**
   * Opens the proxy.
   *
   * @param names the site's host names
   * @param productionPort the port that these have in production
   * @throws StartFailure if its port is taken
   */
  void openSocks(OptionalInt port, Set<String> names, int productionPort, Outside outside)
      throws StartFailure {
    try {
      socks =
          Optional.of(
              port.isPresent()
                  ? SocksProxy.at(
                      port.getAsInt(), () -> destinations(names, productionPort, outside), link)
                  : SocksProxy.from(
                      SOCKS_PORT, () -> destinations(names, productionPort, outside), link));
    } catch (IOException e) {
      throw new StartFailure(
          "the proxy's port "
              + port.orElse(SOCKS_PORT)
              + " cannot be listened on; stop what uses it, or choose another with --socks");
    }
  }

  private Destinations destinations(Set<String> names, int productionPort, Outside outside) {
    return new Destinations(names, productionPort, address(), outside);
  }

  /** Leads to {@code server} from now on. */
  void leadTo(MargayServer running) {
    server = running;
  }

  /** Where the server listens, from this machine. */
  private InetSocketAddress address() {
    boolean everywhere = slow.isPresent() || asked.isEverywhere() || asked.host().equals("0.0.0.0");
    return everywhere
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port())
        : asked.withPort(server.port()).toSocketAddress();
  }

  /** The port where visitors connect. */
  int port() {
    return slow.map(SlowLink::port).orElseGet(() -> server.port());
  }

  /** The proxy's port, if there is one. */
  OptionalInt socksPort() {
    return socks.map(proxy -> OptionalInt.of(proxy.port())).orElseGet(OptionalInt::empty);
  }

  /** Who stands behind a connection to the server. */
  InetSocketAddress visitor(InetSocketAddress remote) {
    return slow.map(way -> way.visitor(remote)).orElse(remote);
  }
}
