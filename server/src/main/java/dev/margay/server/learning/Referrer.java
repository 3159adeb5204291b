package dev.margay.server.learning;

import java.util.Locale;
import java.util.Optional;

/**
 * Where a request came from (RFC 9110 §10.1.3).
 *
 * @param authority in lower case
 * @param target path and query
 */
record Referrer(String authority, String target) {
  private static final String SCHEME_END = "://";

  /** Reads the field; empty where it is no URL with an authority and a path. */
  static Optional<Referrer> of(String field) {
    int scheme = field.indexOf(SCHEME_END);
    int authority = scheme + SCHEME_END.length();
    int path = scheme < 0 ? -1 : field.indexOf('/', authority);
    if (path < 0) {
      return Optional.empty();
    }
    int fragment = field.indexOf('#', path);
    return Optional.of(
        new Referrer(
            field.substring(authority, path).toLowerCase(Locale.ROOT),
            field.substring(path, fragment < 0 ? field.length() : fragment)));
  }

  /** The target without its query. */
  String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }
}
