package dev.margay.server.http2;

import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.MetaData;

/** The field blocks of requests, which come in one frame or several (RFC 9113 §4.3). */
final class HeaderBlock {
  private final FieldBlockReader reader;
  private final int most;

  /** What has come of a block of several frames; null between them. */
  private ByteBuffer parts;

  private int stream;
  private boolean endsStream;

  /**
   * None yet.
   *
   * @param most what a block may have, coded and decoded, in bytes
   * @param now the time that a request gets as its beginning, by {@link System#nanoTime()}
   */
  HeaderBlock(int most, LongSupplier now) {
    this.reader = new FieldBlockReader(most, now);
    this.most = most;
  }

  /** Whether a block is not complete: then nothing else may come. */
  boolean open() {
    return parts != null;
  }

  /** The stream that the block is for. */
  int stream() {
    return stream;
  }

  /** Whether no content follows. */
  boolean endsStream() {
    return endsStream;
  }

  /**
   * Takes a first frame.
   *
   * @return whether the block is complete with it; then it is to be decoded
   */
  boolean begin(FrameCursor frame) throws Violation {
    stream = frame.stream();
    endsStream = frame.has(Frames.END_STREAM);
    if (frame.has(Frames.END_HEADERS)) {
      return true;
    }
    parts = ByteBuffer.allocate(most);
    append(frame.payload());
    return false;
  }

  /**
   * Takes a further one.
   *
   * @return whether the block is complete with it
   */
  boolean resume(FrameCursor frame) throws Violation {
    append(frame.payload());
    return frame.has(Frames.END_HEADERS);
  }

  private void append(ByteBuffer part) throws Violation {
    if (part.remaining() > parts.remaining()) {
      throw Violation.ofConnection(ErrorCode.ENHANCE_YOUR_CALM, "A field block is too large");
    }
    parts.put(part);
  }

  /**
   * What a complete block says. A malformed request is a {@link MetaData.Failed} one where it is
   * its target that cannot be read.
   *
   * @param last the frame that made it complete
   * @throws Violation if it cannot be read, or is malformed (RFC 9113 §8.1.1)
   */
  MetaData decode(FrameCursor last) throws Violation {
    ByteBuffer block = parts == null ? last.payload() : parts.flip();
    parts = null;
    return reader.read(block, stream);
  }
}
