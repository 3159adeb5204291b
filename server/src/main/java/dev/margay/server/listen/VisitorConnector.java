package dev.margay.server.listen;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A connector whose end points are {@link VisitorSocket}s. A visitor is taken in by the thread that
 * heard of it: to wake up another would take longer.
 */
final class VisitorConnector extends ServerConnector {
  /** A connector without acceptors. */
  VisitorConnector(Server server, int selectors, ConnectionFactory... protocols) {
    super(server, null, null, null, 0, selectors, protocols);
  }

  @Override
  protected SelectorManager newSelectorManager(
      Executor executor, Scheduler scheduler, int selectors) {
    return new ServerConnectorManager(executor, scheduler, selectors) {
      @Override
      protected void execute(Runnable task) {
        if (task instanceof ManagedSelector.SelectorUpdate) {
          task.run(); // the taking in, whose first half has just been run by this thread
        } else {
          Afterwards.execute(task, super::execute); // the end of a connection
        }
      }
    };
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    VisitorSocket socket = new VisitorSocket(channel, selector, key, getScheduler());
    socket.setIdleTimeout(getIdleTimeout());
    return socket;
  }
}
