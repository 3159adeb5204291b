package dev.margay.server.http2;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** What field names and values may be made of (RFC 9113 §8.2.1, RFC 9110 §5.1 and §5.5). */
final class FieldCharacters {
  /** Those of a token (RFC 9110 §5.6.2). */
  private static final boolean[] TOKEN = new boolean[256];

  static {
    for (char c = '!'; c <= '~'; c++) {
      TOKEN[c] = "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }
  }

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /** In each of eight bytes a 1. */
  private static final long ONES = 0x0101010101010101L;

  private static final int DELETE = 0x7f;

  private FieldCharacters() {}

  /** Whether this is a field's name, or a pseudo-field's: a token in lower case. */
  static boolean isName(byte[] bytes, int from, int end) {
    int first = from < end && bytes[from] == ':' ? from + 1 : from;
    for (int i = first; i < end; i++) {
      if (!TOKEN[bytes[i] & 0xff] || (bytes[i] >= 'A' && bytes[i] <= 'Z')) {
        return false;
      }
    }
    return first < end;
  }

  /** Whether this is a field's value: no controls, and no white space around it. */
  static boolean isValue(byte[] bytes, int from, int end) {
    if (from == end) {
      return true;
    }
    int at = from;
    while (end - at >= Long.BYTES && areOrdinary((long) EIGHT_BYTES.get(bytes, at))) {
      at += Long.BYTES;
    }
    for (; at < end; at++) {
      int b = bytes[at];
      if (b < ' ' ? b >= 0 && b != '\t' : b == DELETE) {
        return false;
      }
    }
    return !isSpace(bytes[from]) && !isSpace(bytes[end - 1]);
  }

  /** Whether none of eight bytes is a control, or a tab. */
  private static boolean areOrdinary(long bytes) {
    long deletes = bytes ^ (ONES * DELETE); // 0 where one is
    long controls = (bytes - ONES * ' ') & ~bytes;
    return ((((deletes - ONES) & ~deletes) | controls) & (ONES << 7)) == 0;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t';
  }

  /** Whether this is a token, as a method is (RFC 9110 §9.1). */
  static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= TOKEN.length || !TOKEN[text.charAt(i)]) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Whether these are digits, as a length is (RFC 9110 §8.6), that a long has room for. */
  static boolean isLength(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= 18;
  }
}
