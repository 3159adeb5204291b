package dev.margay.samplesite;

import java.util.List;

/** One representation of a file as it was sent. */
final class Sent {
  /** The codings that a site is asked for, each alone. */
  static final List<String> CODINGS = List.of("br", "zstd", "gzip", "identity");

  private final String coding;
  private final String tag;
  private final byte[] bytes;

  Sent(String coding, String tag, byte[] bytes) {
    this.coding = coding;
    this.tag = tag;
    this.bytes = bytes;
  }

  /** The coding of the bytes. */
  String coding() {
    return coding;
  }

  /** What they were sent under. */
  String tag() {
    return tag;
  }

  /** The body. */
  byte[] bytes() {
    return bytes;
  }
}
