package dev.margay.server.listen;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** TLS connections whose decrypted side is corked while HTTP/2 is spoken over it. */
final class CorkedTls extends SslConnectionFactory {
  CorkedTls(SslContextFactory.Server tls, String nextProtocol) {
    super(tls, nextProtocol);
  }

  @Override
  protected SslConnection newSslConnection(
      Connector connector, EndPoint endPoint, SSLEngine engine) {
    return new Connection(
        connector.getByteBufferPool(),
        connector.getExecutor(),
        getSslContextFactory(),
        endPoint,
        engine,
        isDirectBuffersForEncryption(),
        isDirectBuffersForDecryption());
  }

  private static final class Connection extends SslConnection {
    Connection(
        ByteBufferPool buffers,
        Executor executor,
        SslContextFactory tls,
        EndPoint endPoint,
        SSLEngine engine,
        boolean directEncryption,
        boolean directDecryption) {
      super(buffers, executor, tls, endPoint, engine, directEncryption, directDecryption);
    }

    @Override
    protected SslEndPoint newSslEndPoint() {
      return new Decrypted(this);
    }
  }

  /** HTTP/1.1 is not corked: its responses leave one after the other anyway. */
  private static final class Decrypted extends SslConnection.SslEndPoint {
    private final Cork cork = new Cork(super::write);

    Decrypted(SslConnection connection) {
      connection.super();
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
      cork.openByReader();
      int filled = super.fill(buffer);
      if (filled > 0 && getConnection() instanceof HTTP2Connection) {
        cork.close();
      }
      return filled;
    }

    @Override
    public void fillInterested(Callback callback) {
      cork.open();
      super.fillInterested(callback);
    }

    @Override
    public boolean tryFillInterested(Callback callback) {
      cork.open();
      return super.tryFillInterested(callback);
    }

    @Override
    protected void onFillable() {
      try {
        super.onFillable();
      } finally {
        cork.openByReader();
      }
    }

    @Override
    public void write(Callback callback, ByteBuffer... buffers) {
      cork.write(callback, buffers);
    }

    @Override
    public void doShutdownOutput() {
      cork.writeAlone();
      super.doShutdownOutput();
    }

    @Override
    public void doClose() {
      cork.writeAlone();
      super.doClose();
    }

    @Override
    public void onClose(Throwable cause) {
      cork.fail(cause);
      super.onClose(cause);
    }
  }
}
