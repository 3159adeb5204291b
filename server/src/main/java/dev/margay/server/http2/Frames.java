package dev.margay.server.http2;

import java.nio.ByteBuffer;

/** Types, flags and sizes of frames, and how they are written (RFC 9113 §4.1, §6). */
final class Frames {
  static final int DATA = 0x0;
  static final int HEADERS = 0x1;
  static final int PRIORITY = 0x2;
  static final int RST_STREAM = 0x3;
  static final int SETTINGS = 0x4;
  static final int PUSH_PROMISE = 0x5;
  static final int PING = 0x6;
  static final int GOAWAY = 0x7;
  static final int WINDOW_UPDATE = 0x8;
  static final int CONTINUATION = 0x9;

  static final int END_STREAM = 0x1;
  static final int ACK = 0x1;
  static final int END_HEADERS = 0x4;
  static final int PADDED = 0x8;
  static final int PRIORITISED = 0x20;

  /** Of a frame's header, in bytes. */
  static final int HEADER_BYTES = 9;

  /** Of a frame's payload, in bytes: what both sides begin with, and this one stays at. */
  static final int LARGEST_PAYLOAD = 16_384;

  /** Of flow control: 2³¹−1. */
  static final int LARGEST_WINDOW = Integer.MAX_VALUE;

  /** Of flow control, before anyone says otherwise (RFC 9113 §6.9.2). */
  static final int FIRST_WINDOW = 65_535;

  private Frames() {}

  /** Writes a frame's header. */
  static void putHeader(ByteBuffer out, int length, int type, int flags, int stream) {
    out.putInt(length << 8 | type).put((byte) flags).putInt(stream);
  }

  static void putReset(ByteBuffer out, int stream, ErrorCode code) {
    putHeader(out, 4, RST_STREAM, 0, stream);
    out.putInt(code.number());
  }

  static void putWindowUpdate(ByteBuffer out, int stream, int increment) {
    putHeader(out, 4, WINDOW_UPDATE, 0, stream);
    out.putInt(increment);
  }

  static void putGoAway(ByteBuffer out, int lastStream, ErrorCode code) {
    putHeader(out, 8, GOAWAY, 0, 0);
    out.putInt(lastStream).putInt(code.number());
  }
}
