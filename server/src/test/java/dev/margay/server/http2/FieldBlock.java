package dev.margay.server.http2;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.eclipse.jetty.http.compression.HuffmanEncoder;

/** A field block as a test would have it (RFC 7541 §6), sound or not. */
final class FieldBlock {
  static final int TO_TABLE = 0x40;
  static final int ONLY = 0;
  static final int NEVER_TO_TABLE = 0x10;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** The bytes that are written so; blanks are for the eye. */
  static FieldBlock ofHex(String hex) {
    FieldBlock block = new FieldBlock();
    block.bytes.writeBytes(HexFormat.of().parseHex(hex.replace(" ", "")));
    return block;
  }

  /** {@code GET https://a/} and nothing more. */
  static FieldBlock request() {
    return new FieldBlock().indexed(2).indexed(7).literal(1, "a").indexed(4);
  }

  FieldBlock indexed(int index) {
    return integer(0x80, 7, index);
  }

  FieldBlock tableSize(int size) {
    return integer(0x20, 5, size);
  }

  FieldBlock literal(String name, String value) {
    return literal(ONLY, name, value);
  }

  FieldBlock literal(int kind, String name, String value) {
    return integer(kind, prefix(kind), 0).text(name).text(value);
  }

  FieldBlock literal(int index, String value) {
    return literal(ONLY, index, value);
  }

  FieldBlock literal(int kind, int index, String value) {
    return integer(kind, prefix(kind), index).text(value);
  }

  private static int prefix(int kind) {
    return kind == TO_TABLE ? 6 : 4;
  }

  FieldBlock integer(int first, int prefix, int value) {
    int most = (1 << prefix) - 1;
    if (value < most) {
      return raw(first | value);
    }
    raw(first | most);
    int rest = value - most;
    for (; rest >= 0x80; rest >>>= 7) {
      raw((rest & 0x7f) | 0x80);
    }
    return raw(rest);
  }

  FieldBlock text(String text) {
    integer(0, 7, text.length());
    bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** A text in Huffman's code; it may have no controls. */
  FieldBlock coded(String text) {
    ByteBuffer code = ByteBuffer.allocate(HuffmanEncoder.octetsNeeded(text));
    HuffmanEncoder.encode(code, text);
    integer(0x80, 7, code.capacity());
    bytes.writeBytes(code.array());
    return this;
  }

  FieldBlock raw(int... more) {
    for (int b : more) {
      bytes.write(b);
    }
    return this;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes());
  }
}
