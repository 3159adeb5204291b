package dev.margay.server.assets;

import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingNestedCallback;

/**
 * Sends a large body from memory, piece by piece: what the network takes at once is copied outside
 * of the heap where nothing is encrypted, and that copy is as large as the piece.
 */
final class MemoryBody extends IteratingNestedCallback {
  /** What one write carries at most, in bytes. */
  private static final int PIECE = 256 * 1024;

  private final ResidentBodies.Lease lease;
  private final Response response;
  private int sent;

  MemoryBody(ResidentBodies.Lease lease, Response response, Callback callback) {
    super(Callback.from(callback, lease::close));
    this.lease = lease;
    this.response = response;
  }

  @Override
  protected Action process() {
    byte[] bytes = lease.bytes();
    if (sent == bytes.length) {
      return Action.SUCCEEDED;
    }
    int piece = Math.min(PIECE, bytes.length - sent);
    ByteBuffer next = ByteBuffer.wrap(bytes, sent, piece);
    sent += piece;
    response.write(sent == bytes.length, next, this);
    return Action.SCHEDULED;
  }
}
