package dev.margay.devtools.slowlink;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A slow link in front of a listener of this process: takes its visitors, and passes on what they
 * and it say. It knows which visitor stands behind each of its own connections, as they all come
 * from loopback.
 */
public final class SlowLink implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SlowLink.class);
  private static final int MOST_CONNECTIONS = 128;
  private static final int CONNECT_MILLIS = 5000;

  private final ServerSocket socket;
  private final Supplier<InetSocketAddress> target;
  private final Link link;
  private final Semaphore free = new Semaphore(MOST_CONNECTIONS);
  private final Map<Integer, InetSocketAddress> visitors = new ConcurrentHashMap<>();

  /**
   * Begins to take visitors.
   *
   * @param address where they connect
   * @param target the listener, on loopback; asked at each connection
   * @throws IOException if the address is taken
   */
  public SlowLink(InetSocketAddress address, Supplier<InetSocketAddress> target, Link link)
      throws IOException {
    this.socket = new ServerSocket();
    this.target = target;
    this.link = link;
    socket.setReuseAddress(true);
    socket.bind(address);
    Link.start(this::accept, "margay-slow-link");
  }

  /** The port where visitors connect. */
  public int port() {
    return socket.getLocalPort();
  }

  /** Who stands behind a connection to the listener: the visitor, or else whoever that is. */
  public InetSocketAddress visitor(InetSocketAddress remote) {
    InetAddress address = remote.getAddress();
    return address != null && address.isLoopbackAddress()
        ? visitors.getOrDefault(remote.getPort(), remote)
        : remote;
  }

  private void accept() {
    try {
      while (true) {
        Socket visitor = socket.accept();
        free.acquire(); // whoever is one too many waits, as in a queue of the system
        Link.start(() -> serve(visitor), "margay-slow-link");
      }
    } catch (IOException e) {
      log.debug("The link is closed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(Socket visitor) {
    int port = 0;
    try (Socket server = new Socket()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      port = server.getLocalPort();
      visitors.put(port, (InetSocketAddress) visitor.getRemoteSocketAddress());
      server.connect(target.get(), CONNECT_MILLIS);
      link.join(visitor, server);
    } catch (IOException e) {
      log.debug("A visitor could not be passed on", e);
    } finally {
      visitors.remove(port);
      free.release();
      try {
        visitor.close();
      } catch (IOException e) {
        log.debug("A visitor's connection was closed", e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
