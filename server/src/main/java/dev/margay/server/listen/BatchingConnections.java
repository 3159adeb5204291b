package dev.margay.server.listen;

import dev.margay.server.http2.Http2Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * Connections whose {@link BatchingEngine} is told when something is flushed, and how much a write
 * carries: whoever only sends, or has not shaken hands, holds a buffer for one record. Whoever has
 * read all that came is told so without asking that engine.
 */
final class BatchingConnections extends SslConnectionFactory {
  private final Wire wire;

  BatchingConnections(SslContextFactory.Server tls, String next, Wire wire) {
    super(tls, next);
    this.wire = wire;
  }

  @Override
  protected SslConnection newSslConnection(Connector connector, EndPoint socket, SSLEngine engine) {
    return new BatchingConnection(connector, socket, (BatchingEngine) engine);
  }

  private final class BatchingConnection extends SslConnection {
    private final VisitorSocket socket;
    private final BatchingEngine engine;
    private final ByteBufferPool buffers;

    /** Made once, not at each wake-up. */
    private final Runnable wakeUp = super::onFillable;

    BatchingConnection(Connector connector, EndPoint socket, BatchingEngine engine) {
      super(
          connector.getByteBufferPool(),
          task -> Afterwards.execute(task, connector.getExecutor()),
          getSslContextFactory(),
          socket,
          engine,
          isDirectBuffersForEncryption(),
          isDirectBuffersForDecryption());
      this.socket = (VisitorSocket) socket;
      this.engine = engine;
      this.buffers = connector.getByteBufferPool();
    }

    @Override
    public void onFillable() {
      Afterwards.follow(wakeUp);
    }

    @Override
    public void onClose(Throwable cause) {
      super.onClose(cause);
      engine.setHandshakeApplicationProtocolSelector(null); // who would keep all of this alive
      if (wire.library().direct()) {
        giveBack();
      }
    }

    /** The JDK's engine holds nothing outside of the heap, and would take it for a truncation. */
    private void giveBack() {
      RetainableByteBuffer unsent = buffers.acquire(BatchingEngine.RECORD, true);
      try {
        engine.abandon(unsent.getByteBuffer());
      } finally {
        unsent.release();
      }
    }

    @Override
    protected SslEndPoint newSslEndPoint() {
      return new Visitor();
    }

    private final class Visitor extends SslEndPoint {
      /** Whether all that was decrypted has been taken, and nothing else had come. */
      private boolean taken;

      /** Whoever reads until there is nothing is told so without asking the engine. */
      @Override
      public int fill(ByteBuffer buffer) throws IOException {
        if (taken && engine.lastRead() > 0 && socket.emptied()) {
          return 0;
        }
        taken = false;
        int filled = super.fill(buffer);
        taken = filled > 0 && filled == engine.lastRead();
        return filled;
      }

      @Override
      public boolean flush(ByteBuffer... buffers) throws IOException {
        engine.beginBatches(wire.batchBytes(getConnection() instanceof Http2Connection));
        try {
          return super.flush(buffers);
        } finally {
          engine.endBatches();
        }
      }
    }
  }
}
