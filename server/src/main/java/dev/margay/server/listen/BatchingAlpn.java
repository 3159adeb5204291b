package dev.margay.server.listen;

import java.util.List;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.alpn.server.ALPNServerConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.ALPNProcessor;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;

/**
 * Negotiates the protocol (RFC 7301) with a {@link BatchingEngine}: Jetty's own processors know
 * engines by their class. Found through {@code ServiceLoader}.
 */
public final class BatchingAlpn implements ALPNProcessor.Server {
  @Override
  public boolean appliesTo(SSLEngine engine) {
    return engine instanceof BatchingEngine;
  }

  @Override
  public void configure(SSLEngine engine, Connection connection) {
    ALPNServerConnection alpn = (ALPNServerConnection) connection;
    ((SslConnection.SslEndPoint) alpn.getEndPoint())
        .getSslConnection()
        .addHandshakeListener(new Ending(alpn));
    engine.setHandshakeApplicationProtocolSelector((ours, offered) -> select(alpn, offered));
  }

  /** Null, which ends the handshake, where nothing that is offered will do. */
  private static String select(ALPNServerConnection alpn, List<String> offered) {
    try {
      alpn.select(offered);
      return alpn.getProtocol();
    } catch (RuntimeException e) {
      return null;
    }
  }

  /** A client that offers nothing gets the default protocol. */
  private record Ending(ALPNServerConnection alpn) implements SslHandshakeListener {
    @Override
    public void handshakeSucceeded(Event event) {
      if (alpn.getProtocol() == null) {
        alpn.unsupported();
      }
    }
  }
}
