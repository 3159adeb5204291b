package dev.margay.server.learning;

import java.time.Instant;

/**
 * A request and its answer, as far as learning wants to know of it. Requests that the server made
 * up for a push are not to be noted.
 *
 * @param visitor who asked
 * @param domain the configured name that answered, as in {@link PageVersion}
 * @param authority the request's {@code Host} or {@code :authority}
 * @param method the method
 * @param status the answer's status
 * @param target path and query
 * @param referer the field {@code Referer}; empty if there is none
 * @param fetch what the browser says of the request
 * @param audience whom the answer may be given to
 * @param bytes the length of the body that was sent; 0 if it is not known
 * @param at when the request came
 */
public record AssetRequest(
    Visitor visitor,
    String domain,
    String authority,
    String method,
    int status,
    String target,
    String referer,
    FetchMetadata fetch,
    Audience audience,
    long bytes,
    Instant at) {
  private static final int LONGEST_TARGET = 1024;
  private static final int OK = 200;
  private static final int NOT_MODIFIED = 304;

  /** Whom an answer may be given to. */
  public enum Audience {
    /** A file of a static domain, or an answer that the shared cache may store. */
    ANYONE,
    /** Any other answer of an API domain. */
    THIS_VISITOR
  }

  /**
   * Whether this may be evidence: asked for with GET, for something that can be sent ahead, and for
   * anyone. With 304 it tells that the visitor had it.
   */
  boolean tells() {
    return (status == OK || status == NOT_MODIFIED)
        && method.equals("GET")
        && audience == Audience.ANYONE
        && !referer.isEmpty()
        && target.length() <= LONGEST_TARGET
        && fetch.asset().isPresent();
  }

  /** Whether the visitor had it already, and was told that it is still good. */
  boolean revalidated() {
    return status == NOT_MODIFIED;
  }
}
