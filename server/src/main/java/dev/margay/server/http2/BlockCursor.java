package dev.margay.server.http2;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Goes through a field block: its integers and texts (RFC 7541 §5). */
final class BlockCursor {
  /** Memory of one thread, in bytes: what most blocks need. A larger block has its own. */
  private static final int NEARBY_BYTES = 8 * 1024;

  private static final ThreadLocal<byte[]> NEARBY =
      ThreadLocal.withInitial(() -> new byte[NEARBY_BYTES]);

  /** An integer has so many bits behind its prefix at most: more than any block or table needs. */
  private static final int MOST_BITS = 28;

  /** The block, and behind it room for any text of its. */
  private final byte[] bytes;

  private final int end;
  private int at;

  /** Where the last text is. */
  private int textFrom;

  private int textEnd;

  /** The cursor in front of a block. It is of use until this thread makes another. */
  BlockCursor(ByteBuffer block) {
    end = block.remaining();
    int needed = end + HuffmanText.mostOf(end);
    bytes = needed <= NEARBY_BYTES ? NEARBY.get() : new byte[needed];
    block.get(bytes, 0, end);
  }

  boolean hasNext() {
    return at < end;
  }

  /** The next byte, as a positive number. */
  int next() throws Violation {
    if (at == end) {
      throw Violation.ofConnection(ErrorCode.COMPRESSION_ERROR, "A field block is cut off");
    }
    return bytes[at++] & 0xff;
  }

  /**
   * An integer (RFC 7541 §5.1).
   *
   * @param first the byte that it begins in
   * @param mask the bits of that byte that are its prefix
   */
  int integer(int first, int mask) throws Violation {
    int value = first & mask;
    if (value < mask) {
      return value;
    }
    for (int shift = 0; shift < MOST_BITS; shift += 7) {
      int more = next();
      value += (more & 0x7f) << shift;
      if (more < 0x80) {
        return value;
      }
    }
    throw Violation.ofConnection(ErrorCode.COMPRESSION_ERROR, "An integer is too large");
  }

  /** Goes behind a text (RFC 7541 §5.2). */
  void readText() throws Violation {
    int first = next();
    int length = integer(first, 0x7f);
    if (length > end - at) {
      throw Violation.ofConnection(ErrorCode.COMPRESSION_ERROR, "A field block is cut off");
    }
    textFrom = first < 0x80 ? at : end;
    textEnd = first < 0x80 ? at + length : HuffmanText.decode(bytes, at, at + length, bytes, end);
    at += length;
  }

  /** The text that was read, a character for each byte. */
  String text() {
    return new String(bytes, textFrom, textEnd - textFrom, StandardCharsets.ISO_8859_1);
  }

  /** Whether the text that was read is a field's name. */
  boolean isName() {
    return FieldCharacters.isName(bytes, textFrom, textEnd);
  }

  /** Whether the text that was read is a field's value. */
  boolean isValue() {
    return FieldCharacters.isValue(bytes, textFrom, textEnd);
  }
}
