package dev.margay.rcache.key;

import java.util.Optional;

/**
 * A strong entity tag that names content and bytes: {@code "<16>-<coding>-<6>"}, where the first
 * part begins the base64url SHA-256 of the content and the last that of the bytes sent. Parts are
 * taken by position, because base64url may contain a dash.
 *
 * @param content the first 16 characters
 * @param coding the coding of the bytes
 * @param bytes the last 6 characters
 */
public record EntityTag(String content, ContentCoding coding, String bytes) {
  private static final int CONTENT_CHARS = 16;
  private static final int BYTES_CHARS = 6;

  /** The tag of {@code content} sent as bytes that hash to {@code bytes}. */
  public static EntityTag of(ContentHash content, ContentCoding coding, ContentHash bytes) {
    return new EntityTag(content.base64url(CONTENT_CHARS), coding, bytes.base64url(BYTES_CHARS));
  }

  /** The tag of the plain bytes. */
  public static EntityTag ofIdentity(ContentHash content) {
    return of(content, ContentCoding.IDENTITY, content);
  }

  /** Reads an opaque tag, quotes included and without {@code W/}; empty if it is not Margay's. */
  public static Optional<EntityTag> parse(String quoted) {
    int last = quoted.length() - 1;
    int dash = last - BYTES_CHARS - 1;
    int codingAt = 1 + CONTENT_CHARS + 1;
    if (dash <= codingAt
        || quoted.charAt(0) != '"'
        || quoted.charAt(last) != '"'
        || quoted.charAt(codingAt - 1) != '-'
        || quoted.charAt(dash) != '-') {
      return Optional.empty();
    }
    String content = quoted.substring(1, codingAt - 1);
    String token = quoted.substring(codingAt, dash);
    String bytes = quoted.substring(dash + 1, last);
    if (!isBase64url(content) || !isBase64url(bytes)) {
      return Optional.empty();
    }
    return ContentCoding.named(token)
        .filter(coding -> coding.token().equals(token))
        .map(coding -> new EntityTag(content, coding, bytes));
  }

  /** Whether this tag, whichever coding it has, is one of {@code hash}'s. */
  public boolean names(ContentHash hash) {
    return content.equals(hash.base64url(CONTENT_CHARS));
  }

  /** The tag as header fields carry it, quotes included. */
  @Override
  public String toString() {
    return '"' + content + '-' + coding.token() + '-' + bytes + '"';
  }

  private static boolean isBase64url(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      if (!letter && (c < '0' || c > '9') && c != '-' && c != '_') {
        return false;
      }
    }
    return true;
  }
}
