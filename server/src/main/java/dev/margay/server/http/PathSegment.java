package dev.margay.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * One path segment and its percent-encoding, both ways (RFC 3986 §2.1 and §3.3). What it lets
 * through can neither leave its folder nor mean two things to two readers.
 */
final class PathSegment {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  /** What pchar allows besides letters and digits. */
  private static final String PCHAR_MARKS = "-._~!$&'()*+,;=:@";

  private PathSegment() {}

  sealed interface Decoding permits Text, Fault {}

  record Text(String value) implements Decoding {}

  record Fault(String reason) implements Decoding {}

  /** Decodes once, strictly. */
  static Decoding decode(String raw) {
    if (raw.indexOf('?') >= 0 || raw.indexOf('#') >= 0) {
      return new Fault("query or fragment in path");
    }
    try {
      // Bytes first: a raw character is then a whole UTF-8 sequence that no escape can complete.
      return unescape(UTF_8.newEncoder().encode(CharBuffer.wrap(raw)));
    } catch (CharacterCodingException e) {
      return new Fault("malformed UTF-8");
    }
  }

  private static Decoding unescape(ByteBuffer raw) throws CharacterCodingException {
    ByteBuffer bytes = ByteBuffer.allocate(raw.remaining());
    while (raw.hasRemaining()) {
      byte next = raw.get();
      if (next != '%') {
        bytes.put(next);
        continue;
      }
      int decoded = raw.remaining() < 2 ? -1 : escape(raw.get(), raw.get());
      if (decoded < 0) {
        return new Fault("malformed percent-encoding");
      }
      bytes.put((byte) decoded);
    }
    String text = UTF_8.newDecoder().decode(bytes.flip()).toString();
    return fault(text).map(Decoding.class::cast).orElseGet(() -> new Text(text));
  }

  /** 0 to 255, or -1. */
  private static int escape(byte high, byte low) {
    return HexFormat.isHexDigit(high) && HexFormat.isHexDigit(low)
        ? HexFormat.fromHexDigit(high) << 4 | HexFormat.fromHexDigit(low)
        : -1;
  }

  /** Why {@code text} cannot be a segment of a canonical path; empty if it can. */
  static Optional<Fault> fault(String text) {
    if (text.isEmpty()) {
      return Optional.of(new Fault("empty segment"));
    }
    if (text.equals(".") || text.equals("..")) {
      return Optional.of(new Fault("dot segment"));
    }
    if (text.indexOf('/') >= 0) {
      return Optional.of(new Fault("encoded slash"));
    }
    if (text.indexOf('\\') >= 0) {
      return Optional.of(new Fault("backslash"));
    }
    if (text.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      return Optional.of(new Fault("control character"));
    }
    return UTF_8.newEncoder().canEncode(text)
        ? Optional.empty()
        : Optional.of(new Fault("unpaired surrogate"));
  }

  /** The canonical spelling: escapes only where pchar requires them, in upper-case hexadecimal. */
  static String encode(String text) {
    return spell(text, false);
  }

  /** A raw spelling as it is, but with what a URI may not hold escaped. */
  static String tidy(String raw) {
    return spell(raw, true);
  }

  private static String spell(String text, boolean keepEscapes) {
    StringBuilder spelling = new StringBuilder(text.length());
    for (byte b : text.getBytes(UTF_8)) {
      if (isPchar(b) || (keepEscapes && b == '%')) {
        spelling.append((char) b);
      } else {
        spelling.append('%').append(HEX.toHexDigits(b));
      }
    }
    return spelling.toString();
  }

  private static boolean isPchar(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || PCHAR_MARKS.indexOf(b) >= 0;
  }
}
