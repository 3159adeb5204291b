package dev.margay.server.http2;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The Huffman code of field blocks (RFC 7541 §5.2 and appendix B). It is canonical: codes of one
 * length follow each other, shorter ones come first, so the symbols in their order say all of it.
 */
final class HuffmanText {
  private static final int SHORTEST = 5;

  private static final int LONGEST = 30;

  /**
   * Codes of so many bits are looked up at once: few symbols have longer ones, and half a kilobyte
   * is in the cache soon.
   */
  private static final int SHORT = 8;

  /** Says that a text ends, which its length does already: no text may have it (§5.2). */
  private static final char END = '\u0100';

  /** The symbols that have a code of so many bits, in the order of their codes. */
  private static final String[] SYMBOLS = new String[LONGEST + 1];

  static {
    Arrays.fill(SYMBOLS, "");
    SYMBOLS[5] = "012aceiost";
    SYMBOLS[6] = " %-./3456789=A_bdfghlmnpru";
    SYMBOLS[7] = ":BCDEFGHIJKLMNOPQRSTUVWYjkqvwxyz";
    SYMBOLS[8] = "&*,;XZ";
    SYMBOLS[10] = "!\"()?";
    SYMBOLS[11] = "'+|";
    SYMBOLS[12] = "#>";
    SYMBOLS[13] = "\0$@[]~";
    SYMBOLS[14] = "^}";
    SYMBOLS[15] = "<`{";
    SYMBOLS[19] = "\\\u00c3\u00d0";
    SYMBOLS[20] = "\u0080\u0082\u0083\u00a2\u00b8\u00c2\u00e0\u00e2";
    SYMBOLS[21] = "\u0099\u00a1\u00a7\u00ac\u00b0\u00b1\u00b3\u00d1\u00d8\u00d9\u00e3\u00e5\u00e6";
    SYMBOLS[22] =
        "\u0081\u0084\u0085\u0086\u0088\u0092\u009a\u009c\u00a0\u00a3\u00a4\u00a9\u00aa"
            + "\u00ad\u00b2\u00b5\u00b9\u00ba\u00bb\u00bd\u00be\u00c4\u00c6\u00e4\u00e8\u00e9";
    SYMBOLS[23] =
        "\u0001\u0087\u0089\u008a\u008b\u008c\u008d\u008f\u0093\u0095\u0096\u0097\u0098\u009b\u009d"
            + "\u009e\u00a5\u00a6\u00a8\u00ae\u00af\u00b4\u00b6\u00b7\u00bc\u00bf\u00c5\u00e7\u00ef";
    SYMBOLS[24] = "\t\u008e\u0090\u0091\u0094\u009f\u00ab\u00ce\u00d7\u00e1\u00ec\u00ed";
    SYMBOLS[25] = "\u00c7\u00cf\u00ea\u00eb";
    SYMBOLS[26] =
        "\u00c0\u00c1\u00c8\u00c9\u00ca\u00cd\u00d2\u00d5\u00da\u00db\u00ee\u00f0\u00f2\u00f3"
            + "\u00ff";
    SYMBOLS[27] =
        "\u00cb\u00cc\u00d3\u00d4\u00d6\u00dd\u00de\u00df\u00f1\u00f4\u00f5\u00f6\u00f7\u00f8"
            + "\u00fa\u00fb\u00fc\u00fd\u00fe";
    SYMBOLS[28] =
        "\u0002\u0003\u0004\u0005\u0006\u0007\b\u000b\f\u000e\u000f\u0010\u0011\u0012\u0013\u0014"
            + "\u0015\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\u007f\u00dc\u00f9";
    SYMBOLS[30] = "\n\r\u0016" + END;
  }

  /**
   * By the next bits: how many of them the code has, times 256, and the symbol; 0 if it is long.
   */
  private static final short[] BY_BITS = new short[1 << SHORT];

  /** The first code of each length, as if it had {@link #LONGEST} bits. */
  private static final int[] FIRST = new int[LONGEST + 2];

  static {
    int code = 0;
    for (int bits = 0; bits <= LONGEST; bits++) {
      FIRST[bits] = code;
      for (int i = 0; i < SYMBOLS[bits].length(); i++) {
        if (bits <= SHORT) {
          int from = code >>> (LONGEST - SHORT);
          short entry = (short) ((bits << Byte.SIZE) | SYMBOLS[bits].charAt(i));
          Arrays.fill(BY_BITS, from, from + (1 << (SHORT - bits)), entry);
        }
        code += 1 << (LONGEST - bits);
      }
    }
    FIRST[LONGEST + 1] = code;
  }

  private static final VarHandle FOUR_BYTES =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private HuffmanText() {}

  /** How many bytes a text can have whose code has so many, at most. */
  static int mostOf(int coded) {
    return coded * Byte.SIZE / SHORTEST;
  }

  /**
   * Decodes one text.
   *
   * @param end where its code ends
   * @param to where the text goes; there is room for {@link #mostOf} bytes
   * @return where the text ends
   * @throws Violation if the code has the end of a string in it, or its padding is too long, or not
   *     all ones
   */
  static int decode(byte[] code, int from, int end, byte[] text, int to) throws Violation {
    long window = 0; // what comes next, from its highest bit on
    int bits = 0; // how many there are in it; below them it is 0
    int at = from;
    int next = to;
    while (true) {
      if (bits < Integer.SIZE) {
        if (end - at >= Integer.BYTES) {
          window |= ((int) FOUR_BYTES.get(code, at) & 0xffffffffL) << (Integer.SIZE - bits);
          bits += Integer.SIZE;
          at += Integer.BYTES;
        } else {
          for (; at < end; bits += Byte.SIZE) {
            window |= (code[at++] & 0xffL) << (Long.SIZE - Byte.SIZE - bits);
          }
        }
      }
      int entry = BY_BITS[(int) (window >>> (Long.SIZE - SHORT))];
      int length = entry >> Byte.SIZE;
      if (entry == 0) {
        int longCode = (int) (window >>> (Long.SIZE - LONGEST));
        length = lengthOf(longCode);
        if (length <= bits) {
          entry = symbol(longCode, length);
        }
      }
      if (length > bits) {
        break;
      }
      text[next++] = (byte) entry;
      window <<= length;
      bits -= length;
    }
    if (bits >= Byte.SIZE || window != ~(-1L >>> bits)) {
      throw Violation.ofConnection(ErrorCode.COMPRESSION_ERROR, "A text is badly padded");
    }
    return next;
  }

  /** How many bits the code has that {@code next} begins with. */
  private static int lengthOf(int next) {
    int length = SHORT + 1;
    while (next >= FIRST[length + 1]) {
      length++;
    }
    return length;
  }

  private static int symbol(int next, int length) throws Violation {
    char symbol = SYMBOLS[length].charAt((next - FIRST[length]) >>> (LONGEST - length));
    if (symbol == END) {
      throw Violation.ofConnection(ErrorCode.COMPRESSION_ERROR, "A text has an end in it");
    }
    return symbol;
  }
}
