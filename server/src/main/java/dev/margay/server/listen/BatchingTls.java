package dev.margay.server.listen;

import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Makes {@link BatchingEngine}s. */
class BatchingTls extends SslContextFactory.Server {
  private final Wire wire;

  BatchingTls(Wire wire) {
    this.wire = wire;
  }

  private SSLEngine batching(SSLEngine engine) {
    wire.library().offerTickets(engine);
    return new BatchingEngine(engine);
  }

  @Override
  public SSLEngine newSSLEngine() {
    return batching(super.newSSLEngine());
  }

  @Override
  public SSLEngine newSSLEngine(String host, int port) {
    return batching(super.newSSLEngine(host, port));
  }
}
