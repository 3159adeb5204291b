package dev.margay.server.pages;

import dev.margay.server.visitor.CacheDigest;
import dev.margay.server.visitor.SessionId;
import dev.margay.server.visitor.VisitorCookies;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * The cookies that a response sets.
 *
 * @param session a new session's id; empty if the visitor has the cookie already
 * @param digest what the visitor has, once this response has arrived
 */
record CookieRefresh(Optional<SessionId> session, CacheDigest digest) {
  private static final String PRIVATE = "private";

  /** What the request's digest said, and {@code sent}; empty if that is more than fits. */
  static Optional<CacheDigest> grown(CacheDigest presented, int[] sent) {
    CacheDigest digest = presented.with(sent);
    return digest.encode().length() <= CacheDigest.LONGEST ? Optional.of(digest) : Optional.empty();
  }

  /** Adds them. A response that sets a cookie is for one visitor only (RFC 9111 §5.2.2.7). */
  void addTo(HttpFields.Mutable fields, long maxAge) {
    session.ifPresent(id -> fields.add(HttpHeader.SET_COOKIE, VisitorCookies.set(id)));
    fields.add(HttpHeader.SET_COOKIE, VisitorCookies.set(digest, maxAge));
    String control = fields.get(HttpHeader.CACHE_CONTROL);
    if (control == null) {
      fields.put(HttpHeader.CACHE_CONTROL, PRIVATE);
    } else if (!control.contains(PRIVATE)) {
      fields.put(HttpHeader.CACHE_CONTROL, control + ", " + PRIVATE);
    }
  }
}
