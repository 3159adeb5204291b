package dev.margay.server.listen;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A connector whose end points are {@link VisitorSocket}s. */
final class VisitorConnector extends ServerConnector {
  /** A connector without acceptors. */
  VisitorConnector(Server server, int selectors, ConnectionFactory... protocols) {
    super(server, null, null, null, 0, selectors, protocols);
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    VisitorSocket socket = new VisitorSocket(channel, selector, key, getScheduler());
    socket.setIdleTimeout(getIdleTimeout());
    return socket;
  }
}
