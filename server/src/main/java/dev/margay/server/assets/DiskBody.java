package dev.margay.server.assets;

import dev.margay.rcache.store.ContentChangedException;
import dev.margay.server.http.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends pieces of a file, and bytes between them, through one pooled buffer: read on the disk's
 * threads, write without blocking, and read on when that is done. A failed reading fails the
 * callback, which resets the stream rather than complete it wrongly.
 */
final class DiskBody implements Callback {
  /** What one read and one write carry at most, in bytes; a block of the file's hashes. */
  static final int BUFFER = 64 * 1024;

  private static final Logger log = LoggerFactory.getLogger(DiskBody.class);

  /** Bytes to be sent: from memory if {@code bytes} is not null, or else that range of the file. */
  record Piece(ByteBuffer bytes, ByteRange range) {}

  private final ByteSource source;
  private final Iterator<Piece> pieces;
  private final Response response;
  private final Callback callback;
  private final Executor disk;
  private final RetainableByteBuffer buffer;
  private final Runnable gone;

  /** What is left of the piece that is being sent; null between pieces. */
  private ByteRange rest;

  private boolean last;

  /**
   * A body of {@code pieces}.
   *
   * @param gone run, with nothing sent, when the first bytes are not what was promised
   */
  DiskBody(
      ByteSource source,
      List<Piece> pieces,
      Response response,
      Callback callback,
      ByteBufferPool pool,
      Executor disk,
      Runnable gone) {
    this.source = source;
    this.pieces = pieces.iterator();
    this.response = response;
    this.callback = callback;
    this.disk = disk;
    this.gone = gone;
    this.buffer = pool.acquire(BUFFER, false);
  }

  /** Reads and sends the next bytes; on a thread of the disk's. */
  void sendNext() {
    ByteBuffer bytes;
    try {
      bytes = nextBytes();
    } catch (IOException | RuntimeException e) {
      if (e instanceof ContentChangedException && !response.isCommitted()) {
        release();
        response.reset();
        gone.run();
      } else {
        failed(e);
      }
      return;
    }
    try {
      response.write(last, bytes, this);
    } catch (RuntimeException e) {
      failed(e); // refused before it began: nobody else would end the exchange
    }
  }

  private ByteBuffer nextBytes() throws IOException {
    if (rest == null) {
      Piece piece = pieces.next();
      if (piece.bytes() != null) {
        last = !pieces.hasNext();
        return piece.bytes();
      }
      rest = piece.range();
    }
    ByteBuffer bytes = buffer.getByteBuffer();
    source.read(rest.first(), bytes);
    if (bytes.remaining() > rest.length()) {
      bytes.limit(bytes.position() + (int) rest.length());
    }
    long next = rest.first() + bytes.remaining();
    rest = next > rest.last() ? null : new ByteRange(next, rest.last());
    last = rest == null && !pieces.hasNext();
    return bytes;
  }

  @Override
  public void succeeded() {
    if (last) {
      release();
      callback.succeeded();
      return;
    }
    try {
      disk.execute(this::sendNext);
    } catch (RejectedExecutionException e) {
      failed(e);
    }
  }

  @Override
  public void failed(Throwable failure) {
    release();
    callback.failed(failure);
  }

  private void release() {
    buffer.getByteBuffer().clear();
    buffer.release();
    try {
      source.close();
    } catch (IOException e) {
      log.debug("A file could not be closed", e);
    }
  }
}
