package dev.margay.server.listen;

import java.util.List;
import org.eclipse.jetty.alpn.server.ALPNServerConnection;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Shakes hands over TLS and negotiates the protocol meanwhile (RFC 7301), on the thread that heard
 * of the visitor: nothing in it waits for anything. Jetty's own factory would give each step to
 * another thread, and knows TLS engines by their class.
 */
final class VisitorAlpn extends AbstractConnectionFactory {
  private static final String DEFAULT = HttpVersion.HTTP_1_1.asString();

  private final List<String> protocols;

  /**
   * Negotiates between these, and takes HTTP/1.1 if a client says nothing.
   *
   * @param protocols the preferred first
   */
  VisitorAlpn(List<String> protocols) {
    super("alpn");
    this.protocols = List.copyOf(protocols);
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    SslConnection tls = ((SslConnection.SslEndPoint) endPoint).getSslConnection();
    Handshaking connection = new Handshaking(connector, endPoint, tls);
    tls.addHandshakeListener(connection);
    tls.getSSLEngine()
        .setHandshakeApplicationProtocolSelector((engine, offered) -> connection.chosenOf(offered));
    return configure(connection, connector, endPoint);
  }

  /** Until the handshake is done and the protocol's own connection takes over. */
  private final class Handshaking extends ALPNServerConnection implements SslHandshakeListener {
    private final Callback readable =
        Callback.from(
            Invocable.InvocationType.NON_BLOCKING, this::onFillable, this::onFillInterestedFailed);

    /** What was agreed on. It counts once hands are shaken: nothing can be sent before. */
    private String agreed;

    Handshaking(Connector connector, EndPoint endPoint, SslConnection tls) {
      super(connector, endPoint, tls.getSSLEngine(), protocols, DEFAULT);
    }

    @Override
    public void fillInterested() {
      fillInterested(readable);
    }

    /** Null, which ends the handshake, where nothing that is offered will do. */
    private String chosenOf(List<String> offered) {
      try {
        select(offered);
        return agreed;
      } catch (RuntimeException e) {
        return null;
      }
    }

    @Override
    protected void setProtocol(String protocol) {
      agreed = protocol;
    }

    /** A client that offers nothing gets the default protocol. */
    @Override
    public void handshakeSucceeded(Event event) {
      if (agreed == null) {
        unsupported();
      }
      super.setProtocol(agreed);
    }
  }
}
