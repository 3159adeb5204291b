package dev.margay.server;

import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.component.Graceful;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a server in two steps: nobody new is let in and running requests end; then the connections
 * that are left, which are idle, are closed. In one step, Jetty would give every connection the
 * short time of an idle one, and a visitor whose link drains a full socket more slowly than that
 * would lose the rest of a running response.
 */
final class GracefulStop {
  private static final Logger log = LoggerFactory.getLogger(GracefulStop.class);

  /** For connections without a request, once there are no others. */
  private static final Duration IDLE = Duration.ofMillis(1500);

  private GracefulStop() {}

  /** Stops {@code server}, and gives running requests {@code drain} to end. */
  static void stop(Server server, Duration drain) {
    try {
      if (server.isRunning()) {
        refuseNew(server);
        awaitRunning(server, drain);
      }
      server.setStopTimeout(IDLE.toMillis());
      server.stop();
    } catch (Exception e) {
      log.debug("Stopping was not clean", e);
    }
  }

  /**
   * Jetty's own closing leaves the socket open where there are no acceptor threads, and the kernel
   * goes on accepting until the selector has let go of the closed socket: so it is woken.
   */
  private static void refuseNew(Server server) {
    for (Connector connector : server.getConnectors()) {
      if (connector.getTransport() instanceof ServerSocketChannel socket) {
        IO.close(socket);
      }
    }
    server
        .getContainedBeans(ManagedSelector.class)
        .forEach(selector -> selector.submit(woken -> {}));
  }

  /**
   * HTTP/2 sessions say goodbye at once (RFC 9113 §6.8), and are not waited for: a client may leave
   * its idle session open.
   */
  private static void awaitRunning(Server server, Duration drain)
      throws InterruptedException, ExecutionException {
    CompletableFuture<Void> requests = CompletableFuture.completedFuture(null);
    for (Graceful part : server.getContainedBeans(Graceful.class)) {
      if (part instanceof GracefulHandler running) {
        requests = running.shutdown();
      } else if (!(part instanceof Connector)) {
        part.shutdown();
      }
    }
    try {
      requests.get(drain.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      log.debug("Requests still ran after {}", drain, e);
    }
  }
}
