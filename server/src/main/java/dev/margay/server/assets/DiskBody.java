package dev.margay.server.assets;

import dev.margay.server.http.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends pieces of a file, and bytes between them, through one buffer: read on the disk's threads,
 * write without blocking, and read on when that is done. A failed reading fails the callback, which
 * resets the stream rather than complete it wrongly.
 */
final class DiskBody implements Callback {
  private static final Logger log = LoggerFactory.getLogger(DiskBody.class);

  /** Bytes to be sent: from memory if {@code bytes} is not null, or else that range of the file. */
  record Piece(ByteBuffer bytes, ByteRange range) {}

  private final ByteSource source;
  private final Iterator<Piece> pieces;
  private final Response response;
  private final Callback callback;
  private final DiskReading disk;
  private final DiskReading.Buffer buffer;
  private final Consumer<IOException> gone;

  /** What is left of the piece that is being sent; null between pieces. */
  private ByteRange rest;

  private boolean last;

  /**
   * A body of {@code pieces}.
   *
   * @param gone told why, with nothing sent, when the first bytes cannot be read or are not what
   *     was promised: a folder may be in the file's place
   */
  DiskBody(
      ByteSource source,
      List<Piece> pieces,
      Response response,
      Callback callback,
      DiskReading disk,
      Consumer<IOException> gone) {
    this.source = source;
    this.pieces = pieces.iterator();
    this.response = response;
    this.callback = callback;
    this.disk = disk;
    this.buffer = disk.buffer();
    this.gone = gone;
  }

  /** Reads and sends the next bytes; on a thread of the disk's. */
  void sendNext() {
    ByteBuffer bytes;
    try {
      bytes = nextBytes();
    } catch (IOException e) {
      if (response.isCommitted()) {
        failed(e);
      } else {
        closeSource();
        response.reset();
        gone.accept(e);
      }
      return;
    } catch (RuntimeException e) {
      failed(e);
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
    ByteBuffer read = buffer.read(source, rest.first(), rest.length());
    long next = rest.first() + read.remaining();
    rest = next > rest.last() ? null : new ByteRange(next, rest.last());
    last = rest == null && !pieces.hasNext();
    return read;
  }

  @Override
  public void succeeded() {
    if (last) {
      closeSource();
      callback.succeeded();
      return;
    }
    try {
      disk.threads().execute(this::sendNext);
    } catch (RejectedExecutionException e) {
      failed(e);
    }
  }

  @Override
  public void failed(Throwable failure) {
    closeSource();
    callback.failed(failure);
  }

  private void closeSource() {
    buffer.close();
    try {
      source.close();
    } catch (IOException e) {
      log.debug("A file could not be closed", e);
    }
  }
}
