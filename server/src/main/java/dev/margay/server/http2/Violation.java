package dev.margay.server.http2;

/**
 * What a client did against the protocol: the end of one stream, or of the whole connection (RFC
 * 9113 §5.4).
 */
final class Violation extends Exception {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;
  private final int stream;

  private Violation(ErrorCode code, int stream, String reason) {
    super(reason, null, false, false);
    this.code = code;
    this.stream = stream;
  }

  /** One that ends the connection. */
  static Violation ofConnection(ErrorCode code, String reason) {
    return new Violation(code, 0, reason);
  }

  /** One that ends {@code stream} only. */
  static Violation ofStream(ErrorCode code, int stream, String reason) {
    return new Violation(code, stream, reason);
  }

  ErrorCode code() {
    return code;
  }

  /** The stream; 0 for the connection. */
  int stream() {
    return stream;
  }
}
