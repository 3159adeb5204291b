package dev.margay.server.http2;

import java.nio.ByteBuffer;

/** Goes from frame to frame in what was read (RFC 9113 §4.1). */
final class FrameCursor {
  private final ByteBuffer bytes;
  private int end;
  private int limit;
  private int type;
  private int flags;
  private int stream;

  /** A cursor in front of the first frame, which is whole or not. */
  FrameCursor(ByteBuffer bytes) {
    this.bytes = bytes;
    this.end = bytes.position();
    this.limit = bytes.limit();
  }

  /**
   * Moves to the next frame, if all of it is there: then the buffer is its payload. Else the buffer
   * is what is there of it.
   *
   * @throws Violation if the frame is larger than allowed
   */
  boolean next() throws Violation {
    bytes.limit(limit).position(end);
    if (bytes.remaining() < Frames.HEADER_BYTES) {
      return false;
    }
    int first = bytes.getInt(end);
    int length = first >>> 8;
    if (length > Frames.LARGEST_PAYLOAD) {
      throw Violation.ofConnection(ErrorCode.FRAME_SIZE_ERROR, "A frame is too large");
    }
    if (bytes.remaining() < Frames.HEADER_BYTES + length) {
      return false;
    }
    type = first & 0xff;
    flags = bytes.get(end + 4) & 0xff;
    stream = bytes.getInt(end + 5) & 0x7fffffff;
    int payload = end + Frames.HEADER_BYTES;
    end = payload + length;
    bytes.limit(end).position(payload);
    return true;
  }

  int type() {
    return type;
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  int stream() {
    return stream;
  }

  /** What is left of the frame's payload. */
  ByteBuffer payload() {
    return bytes;
  }

  /**
   * Leaves padding out of the payload (RFC 9113 §6.1).
   *
   * @throws Violation if there is more padding than payload
   */
  void unpad() throws Violation {
    if (!has(Frames.PADDED)) {
      return;
    }
    int padding = bytes.hasRemaining() ? bytes.get() & 0xff : Integer.MAX_VALUE;
    if (padding > bytes.remaining()) {
      throw Violation.ofConnection(ErrorCode.PROTOCOL_ERROR, "A frame is all padding");
    }
    bytes.limit(bytes.limit() - padding);
  }

  /**
   * Holds the frame to one size.
   *
   * @throws Violation of the connection if it has another
   */
  void mustHave(int length) throws Violation {
    if (bytes.remaining() != length) {
      throw Violation.ofConnection(ErrorCode.FRAME_SIZE_ERROR, "A frame has a wrong size");
    }
  }
}
