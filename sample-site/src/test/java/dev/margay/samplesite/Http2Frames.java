package dev.margay.samplesite;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Frames of HTTP/2 (RFC 9113 §4.1), well-formed or not, one after the other. */
final class Http2Frames {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int CONTINUATION = 9;
  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;

  /** {@code :method GET, :scheme http, :path /, :authority a} (RFC 7541). */
  static final byte[] GET = {(byte) 0x82, (byte) 0x86, (byte) 0x84, 0x41, 1, 'a'};

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Begins with the preface and empty settings (§3.4). */
  Http2Frames() {
    bytes.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    add(SETTINGS, 0, 0);
  }

  Http2Frames add(int type, int flags, int stream, byte... payload) {
    bytes.write(payload.length >> 16);
    bytes.write(payload.length >> 8);
    bytes.write(payload.length);
    bytes.write(type);
    bytes.write(flags);
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes.write(stream >> shift);
    }
    bytes.writeBytes(payload);
    return this;
  }

  /** As text of one character for each byte. */
  String text() {
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }
}
