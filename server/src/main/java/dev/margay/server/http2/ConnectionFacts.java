package dev.margay.server.http2;

import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.util.Attributes;

/** What handlers may know of an HTTP/2 connection. */
final class ConnectionFacts extends Attributes.Lazy implements ConnectionMetaData {
  private static final AtomicLong CONNECTIONS = new AtomicLong();

  private final String id = Long.toString(CONNECTIONS.incrementAndGet());
  private final Http2Connection connection;
  private final Connector connector;
  private final HttpConfiguration configuration;
  private final SocketAddress local;
  private final SocketAddress remote;

  ConnectionFacts(
      Http2Connection connection,
      Connector connector,
      HttpConfiguration configuration,
      EndPoint endPoint) {
    this.connection = connection;
    this.connector = connector;
    this.configuration = configuration;
    this.local = endPoint.getLocalSocketAddress();
    this.remote = endPoint.getRemoteSocketAddress();
  }

  @Override
  public String getId() {
    return id;
  }

  @Override
  public HttpConfiguration getHttpConfiguration() {
    return configuration;
  }

  @Override
  public HttpVersion getHttpVersion() {
    return HttpVersion.HTTP_2;
  }

  @Override
  public String getProtocol() {
    return HttpVersion.HTTP_2.asString();
  }

  @Override
  public Connection getConnection() {
    return connection;
  }

  @Override
  public Connector getConnector() {
    return connector;
  }

  @Override
  public boolean isPersistent() {
    return true;
  }

  @Override
  public boolean isPushSupported() {
    return connection.acceptsPush();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return remote;
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return local;
  }
}
