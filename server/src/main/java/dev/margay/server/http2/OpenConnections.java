package dev.margay.server.http2;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;

/**
 * The connections of a factory, to be told when the server stops. Not the factory itself: a bean of
 * a connector that listens is told of the connections of all protocols.
 */
final class OpenConnections implements Connection.Listener {
  private final Set<Http2Connection> open = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  /** Hears from {@code connection} from now on. */
  void follow(Http2Connection connection) {
    connection.addEventListener(this);
  }

  @Override
  public void onOpened(Connection connection) {
    Http2Connection opened = (Http2Connection) connection;
    open.add(opened);
    if (stopping) {
      opened.shutDown();
    }
  }

  @Override
  public void onClosed(Connection connection) {
    open.remove((Http2Connection) connection);
  }

  /** Connections are open again for new streams. */
  void begin() {
    stopping = false;
  }

  /** Tells all, and those that open later; done when none has a stream any more. */
  CompletableFuture<Void> shutDown() {
    stopping = true;
    return CompletableFuture.allOf(
        open.stream().map(Http2Connection::shutDown).toArray(CompletableFuture[]::new));
  }

  boolean isShutDown() {
    return stopping;
  }
}
