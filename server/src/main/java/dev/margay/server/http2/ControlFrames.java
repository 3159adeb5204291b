package dev.margay.server.http2;

import java.nio.ByteBuffer;

/** Frames that go before those of streams, as bytes in their order. For one thread at a time. */
final class ControlFrames {
  static final int GOAWAY_BYTES = Frames.HEADER_BYTES + 8;

  /** To be read from its beginning. */
  private ByteBuffer bytes = ByteBuffer.allocate(256);

  boolean isEmpty() {
    return bytes.position() == 0;
  }

  /** How many bytes wait. */
  int size() {
    return bytes.position();
  }

  /** A buffer at whose position there is room for so many bytes more. */
  ByteBuffer room(int more) {
    if (bytes.remaining() < more) {
      int size = Math.max(2 * bytes.capacity(), bytes.position() + more);
      bytes = ByteBuffer.allocate(size).put(bytes.flip());
    }
    return bytes;
  }

  /** The server's preface (RFC 9113 §3.4): its settings, and its window for all requests. */
  void addPreface(int streams, int streamWindow, int connectionWindow, int headerList) {
    ByteBuffer out = room(64);
    Frames.putHeader(out, 18, Frames.SETTINGS, 0, 0);
    out.putShort((short) 3).putInt(streams);
    out.putShort((short) 4).putInt(streamWindow);
    out.putShort((short) 6).putInt(headerList);
    addWindowUpdate(0, connectionWindow - Frames.FIRST_WINDOW);
  }

  void addSettingsAck() {
    Frames.putHeader(room(Frames.HEADER_BYTES), 0, Frames.SETTINGS, Frames.ACK, 0);
  }

  void addPong(long opaque) {
    ByteBuffer out = room(Frames.HEADER_BYTES + Long.BYTES);
    Frames.putHeader(out, Long.BYTES, Frames.PING, Frames.ACK, 0);
    out.putLong(opaque);
  }

  void addWindowUpdate(int stream, int increment) {
    Frames.putWindowUpdate(room(Frames.HEADER_BYTES + 4), stream, increment);
  }

  void addReset(int stream, ErrorCode code) {
    Frames.putReset(room(Frames.HEADER_BYTES + 4), stream, code);
  }

  void addGoAway(int last, ErrorCode code) {
    Frames.putGoAway(room(GOAWAY_BYTES), last, code);
  }

  /** Puts them into a buffer, or as much of them as fits; whether that is all. */
  boolean putTo(ByteBuffer out) {
    if (isEmpty()) {
      return true;
    }
    bytes.flip();
    int limit = bytes.limit();
    boolean fits = limit <= out.remaining();
    out.put(bytes.limit(Math.min(limit, out.remaining())));
    bytes.limit(limit).compact();
    return fits;
  }
}
