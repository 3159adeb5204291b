package dev.margay.server.visitor;

import java.util.Optional;

/**
 * The two cookies as a request presents them. Whatever is not as Margay writes it counts as absent.
 *
 * @param session {@code sc0csn}
 * @param digest {@code sc1cdig}
 */
public record VisitorCookies(Optional<SessionId> session, Optional<CacheDigest> digest) {
  /** Of a visitor who presents nothing. */
  public static final VisitorCookies NONE = new VisitorCookies(Optional.empty(), Optional.empty());

  private static final String SESSION = "sc0csn=";
  private static final String DIGEST = "sc1cdig=";
  private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Lax";

  /** Whether a {@code Cookie} field may hold one of the two; a quick look. */
  public static boolean mayBeIn(String cookieField) {
    return cookieField != null && (cookieField.contains(SESSION) || cookieField.contains(DIGEST));
  }

  /**
   * Reads the {@code Cookie} fields of a request (RFC 6265 §5.4; RFC 9113 §8.2.3 lets a client send
   * one line for each cookie). Of several with one name the first that can be read counts.
   */
  public static VisitorCookies read(Iterable<String> cookieFields) {
    VisitorCookies cookies = NONE;
    for (String field : cookieFields) {
      if (mayBeIn(field)) {
        cookies = cookies.and(field);
      }
    }
    return cookies;
  }

  private VisitorCookies and(String field) {
    Optional<SessionId> id = session;
    Optional<CacheDigest> has = digest;
    int begin = 0;
    while (begin < field.length()) {
      int end = field.indexOf(';', begin);
      String pair = field.substring(begin, end < 0 ? field.length() : end).strip();
      if (id.isEmpty() && pair.startsWith(SESSION)) {
        id = SessionId.read(pair.substring(SESSION.length()));
      } else if (has.isEmpty() && pair.startsWith(DIGEST)) {
        has = CacheDigest.decode(pair.substring(DIGEST.length()));
      }
      begin = end < 0 ? field.length() : end + 1;
    }
    return new VisitorCookies(id, has);
  }

  /** The {@code Set-Cookie} value that gives a visitor this session, until the browser closes. */
  public static String set(SessionId session) {
    return SESSION + session.text() + ATTRIBUTES;
  }

  /**
   * The {@code Set-Cookie} value that gives a visitor this digest.
   *
   * @param maxAge how long it lives, in seconds
   */
  public static String set(CacheDigest digest, long maxAge) {
    return DIGEST + digest.encode() + "; Max-Age=" + maxAge + ATTRIBUTES;
  }
}
