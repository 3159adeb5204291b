package dev.margay.rcache.key;

import java.util.Locale;
import java.util.Optional;

/**
 * A content coding (RFC 9110 §8.4.1), declared in the server's order of preference: of codings that
 * a client likes equally, the first is sent.
 */
public enum ContentCoding {
  BR,
  ZSTD,
  GZIP,
  /** The plain bytes. */
  IDENTITY;

  private final String token = name().toLowerCase(Locale.ROOT);

  /** The coding's name in header fields and entity tags. */
  public String token() {
    return token;
  }

  /**
   * The coding that {@code token} names in any case; {@code x-gzip} is gzip (RFC 9110 §8.4.1.3).
   */
  public static Optional<ContentCoding> named(String token) {
    String lower = token.toLowerCase(Locale.ROOT);
    for (ContentCoding coding : values()) {
      if (coding.token.equals(lower)) {
        return Optional.of(coding);
      }
    }
    return lower.equals("x-gzip") ? Optional.of(GZIP) : Optional.empty();
  }
}
