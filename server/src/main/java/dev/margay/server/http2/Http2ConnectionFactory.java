package dev.margay.server.http2;

import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.HTTP2Cipher;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.NegotiatingServerConnection;
import org.eclipse.jetty.util.component.Graceful;

/**
 * HTTP/2 for a connector: {@code h2} where TLS has negotiated it, {@code h2c} where a client begins
 * with it in cleartext (RFC 9113 §3.3). A request of HTTP/1.1 to upgrade is not taken up (§3.1).
 */
public final class Http2ConnectionFactory extends AbstractConnectionFactory
    implements ConnectionFactory.Upgrading,
        NegotiatingServerConnection.CipherDiscriminator,
        Graceful {
  private final Http2Settings settings;
  private final OpenConnections connections = new OpenConnections();

  private Http2ConnectionFactory(String protocol, Http2Settings settings) {
    super(protocol);
    this.settings = settings;
    installBean(settings.http());
  }

  /** HTTP/2 over TLS. */
  public static Http2ConnectionFactory overTls(Http2Settings settings) {
    return new Http2ConnectionFactory("h2", settings);
  }

  /** HTTP/2 in cleartext. */
  public static Http2ConnectionFactory overCleartext(Http2Settings settings) {
    return new Http2ConnectionFactory("h2c", settings);
  }

  @Override
  public Http2Connection newConnection(Connector connector, EndPoint endPoint) {
    Http2Connection connection = new Http2Connection(connector, endPoint, settings);
    connections.follow(connection);
    return configure(connection, connector, endPoint);
  }

  /** HTTP/1.1 sees the beginning of the preface as a request of its own kind. */
  @Override
  public Connection upgradeConnection(
      Connector connector, EndPoint endPoint, MetaData.Request request, HttpFields.Mutable fields) {
    if (!HttpMethod.PRI.is(request.getMethod())) {
      return null;
    }
    Http2Connection connection = newConnection(connector, endPoint);
    connection.prefaceBegun();
    return connection;
  }

  /** RFC 9113 §9.2.2. */
  @Override
  public boolean isAcceptable(String protocol, String tlsProtocol, String tlsCipher) {
    return !HTTP2Cipher.isBlackListProtocol(tlsProtocol)
        || !HTTP2Cipher.isBlackListCipher(tlsCipher);
  }

  @Override
  public CompletableFuture<Void> shutdown() {
    return connections.shutDown();
  }

  @Override
  public boolean isShutdown() {
    return connections.isShutDown();
  }

  @Override
  protected void doStart() throws Exception {
    connections.begin();
    super.doStart();
  }
}
