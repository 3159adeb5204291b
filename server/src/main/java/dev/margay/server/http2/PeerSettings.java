package dev.margay.server.http2;

import java.nio.ByteBuffer;

/**
 * What the client has set (RFC 9113 §6.5.2).
 *
 * @param headerTable what HPACK's table of the server may take, in bytes
 * @param push whether it takes promises
 * @param pushes how many promised streams it takes at once
 * @param window what it takes of each stream before it says more, in bytes
 */
record PeerSettings(long headerTable, boolean push, long pushes, int window) {
  private static final int ENTRY_BYTES = 6;
  private static final int LARGEST_FRAME = (1 << 24) - 1;

  /** As a connection begins. */
  static final PeerSettings FIRST =
      new PeerSettings(4096, true, Long.MAX_VALUE, Frames.FIRST_WINDOW);

  /**
   * These with what a frame changes.
   *
   * @throws Violation if a value is out of its range
   */
  PeerSettings with(ByteBuffer payload) throws Violation {
    if (payload.remaining() % ENTRY_BYTES != 0) {
      throw Violation.ofConnection(ErrorCode.FRAME_SIZE_ERROR, "SETTINGS end in a setting");
    }
    PeerSettings settings = this;
    while (payload.hasRemaining()) {
      settings = settings.with(payload.getShort(), payload.getInt() & 0xffffffffL);
    }
    return settings;
  }

  private PeerSettings with(int setting, long value) throws Violation {
    return switch (setting) {
      case 1 -> new PeerSettings(value, push, pushes, window);
      case 2 -> {
        check(value <= 1, ErrorCode.PROTOCOL_ERROR, "SETTINGS_ENABLE_PUSH is neither 0 nor 1");
        yield new PeerSettings(headerTable, value == 1, pushes, window);
      }
      case 3 -> new PeerSettings(headerTable, push, value, window);
      case 4 -> {
        check(
            value <= Frames.LARGEST_WINDOW,
            ErrorCode.FLOW_CONTROL_ERROR,
            "SETTINGS_INITIAL_WINDOW_SIZE is too large");
        yield new PeerSettings(headerTable, push, pushes, (int) value);
      }
      case 5 -> {
        check(
            value >= Frames.LARGEST_PAYLOAD && value <= LARGEST_FRAME,
            ErrorCode.PROTOCOL_ERROR,
            "SETTINGS_MAX_FRAME_SIZE is out of range");
        yield this; // frames stay as small as every client takes them
      }
      default -> this;
    };
  }

  private static void check(boolean holds, ErrorCode code, String reason) throws Violation {
    if (!holds) {
      throw Violation.ofConnection(code, reason);
    }
  }
}
