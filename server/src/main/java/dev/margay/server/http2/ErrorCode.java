package dev.margay.server.http2;

/** Why a stream or a connection ended (RFC 9113 §7). */
enum ErrorCode {
  NO_ERROR(0x0),
  PROTOCOL_ERROR(0x1),
  INTERNAL_ERROR(0x2),
  FLOW_CONTROL_ERROR(0x3),
  STREAM_CLOSED(0x5),
  FRAME_SIZE_ERROR(0x6),
  REFUSED_STREAM(0x7),
  CANCEL(0x8),
  COMPRESSION_ERROR(0x9),
  ENHANCE_YOUR_CALM(0xb);

  private final int number;

  ErrorCode(int number) {
    this.number = number;
  }

  /** As it is sent. */
  int number() {
    return number;
  }
}
