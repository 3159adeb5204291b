package dev.margay.server.assets;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingNestedCallback;

/**
 * Sends a large body from memory: whole over HTTP/2, which copies as much at a time as a write
 * carries, and else piece by piece: where nothing is encrypted, what is to be written is copied
 * outside of the heap first, and that copy is as large as the piece.
 */
final class MemoryBody extends IteratingNestedCallback {
  /** What one write of HTTP/1.1 carries at most, in bytes. */
  private static final int PIECE = 256 * 1024;

  private final ResidentBodies.Lease lease;
  private final Response response;
  private final int largest;
  private int sent;

  MemoryBody(ResidentBodies.Lease lease, Response response, Callback callback) {
    super(Callback.from(callback, lease::close));
    this.lease = lease;
    this.response = response;
    HttpVersion version = response.getRequest().getConnectionMetaData().getHttpVersion();
    this.largest = version == HttpVersion.HTTP_2 ? Integer.MAX_VALUE : PIECE;
  }

  @Override
  protected Action process() {
    byte[] bytes = lease.bytes();
    if (sent == bytes.length) {
      return Action.SUCCEEDED;
    }
    int piece = Math.min(largest, bytes.length - sent);
    ByteBuffer next = ByteBuffer.wrap(bytes, sent, piece);
    sent += piece;
    response.write(sent == bytes.length, next, this);
    return Action.SCHEDULED;
  }
}
