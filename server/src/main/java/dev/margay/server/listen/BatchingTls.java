package dev.margay.server.listen;

import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Makes {@link BatchingEngine}s. */
class BatchingTls extends SslContextFactory.Server {
  private final int batchBytes;

  BatchingTls(int batchBytes) {
    this.batchBytes = batchBytes;
  }

  @Override
  public SSLEngine newSSLEngine() {
    return new BatchingEngine(super.newSSLEngine(), batchBytes);
  }

  @Override
  public SSLEngine newSSLEngine(String host, int port) {
    return new BatchingEngine(super.newSSLEngine(host, port), batchBytes);
  }
}
