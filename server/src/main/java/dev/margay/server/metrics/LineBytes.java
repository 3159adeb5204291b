package dev.margay.server.metrics;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of log lines, appended to one array that is used again and again. For one thread. */
final class LineBytes {
  private static final int FIRST_PRINTABLE = 0x20;
  private static final int DELETE = 0x7f;
  private static final int FIRST_AFTER_CONTROLS = 0xa0;
  private static final int LONGEST_NUMBER = 20;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes;
  private int size;

  LineBytes(int capacity) {
    bytes = new byte[capacity];
  }

  int size() {
    return size;
  }

  int capacity() {
    return bytes.length;
  }

  void clear() {
    size = 0;
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }

  LineBytes add(LineBytes other) {
    return add(other.bytes, other.size);
  }

  LineBytes add(byte[] text) {
    return add(text, text.length);
  }

  private LineBytes add(byte[] text, int length) {
    reserve(length);
    System.arraycopy(text, 0, bytes, size, length);
    size += length;
    return this;
  }

  LineBytes add(char ascii) {
    reserve(1);
    bytes[size++] = (byte) ascii;
    return this;
  }

  /** A decimal number, at least 0. */
  LineBytes add(long number) {
    reserve(LONGEST_NUMBER);
    int digits = 1;
    for (long rest = number; rest >= 10; rest /= 10) {
      digits++;
    }
    long rest = number;
    for (int at = size + digits - 1; at >= size; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += digits;
    return this;
  }

  /** As in JSON strings (RFC 8259 §7), in UTF-8; so no request can begin a line of its own. */
  LineBytes addEscaped(String value) {
    int length = value.length();
    reserve(length);
    byte[] to = bytes;
    int begin = size;
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c < FIRST_PRINTABLE || c >= DELETE || c == '"' || c == '\\') {
        size = begin + i;
        return addUnusual(value, i);
      }
      to[begin + i] = (byte) c;
    }
    size = begin + length;
    return this;
  }

  private LineBytes addUnusual(String value, int from) {
    int at = from;
    while (at < value.length()) {
      int c = value.codePointAt(at);
      if (c == '"' || c == '\\') {
        add('\\').add((char) c);
      } else if (isControl(c)) {
        add('\\').add('u').addHex(c);
      } else if (c < DELETE) {
        add((char) c);
      } else {
        add(Character.toString(c).getBytes(StandardCharsets.UTF_8));
      }
      at += Character.charCount(c);
    }
    return this;
  }

  private static boolean isControl(int c) {
    return c < FIRST_PRINTABLE
        || (c >= DELETE && c < FIRST_AFTER_CONTROLS)
        || c == '\u2028'
        || c == '\u2029';
  }

  private void addHex(int c) {
    reserve(4);
    for (int shift = 12; shift >= 0; shift -= 4) {
      bytes[size++] = HEX[(c >> shift) & 0xf];
    }
  }

  @Override
  public String toString() {
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }
}
