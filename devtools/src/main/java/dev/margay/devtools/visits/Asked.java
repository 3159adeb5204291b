package dev.margay.devtools.visits;

import dev.margay.server.http.AssetKind;
import dev.margay.server.http.MediaTypes;
import java.time.Instant;
import java.util.List;

/**
 * A request as it came.
 *
 * @param number counts requests up from 1
 * @param at when it came
 * @param nanos the same by {@link System#nanoTime()}
 * @param scheme {@code https} or {@code http}
 * @param authority host, and port if it is not the scheme's
 * @param target path and query
 * @param protocol such as {@code HTTP/2.0}
 * @param way who began it
 * @param referer the page or style sheet that names it; empty if it does not say
 * @param mode {@code Sec-Fetch-Mode}; empty if it does not say
 * @param destination {@code Sec-Fetch-Dest}; empty if it does not say
 */
record Asked(
    long number,
    Instant at,
    long nanos,
    String scheme,
    String authority,
    String method,
    String target,
    String protocol,
    Way way,
    Client client,
    String referer,
    String mode,
    String destination,
    List<Field> fields) {
  /** Who began a request. */
  enum Way {
    /** The client asked. */
    REQUESTED,
    /** The server promised it (RFC 9113 §8.4). */
    PUSHED
  }

  Asked {
    fields = List.copyOf(fields);
  }

  String url() {
    return scheme + "://" + authority + target;
  }

  /** The path without its query. */
  String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** Whether somebody goes to a page with it (Fetch Metadata), or else seems to. */
  boolean navigation() {
    if (way == Way.PUSHED || !method.equals("GET")) {
      return false;
    }
    return mode.isEmpty()
        ? looksLikePage()
        : mode.equals("navigate") && destination.equals("document");
  }

  private boolean looksLikePage() {
    String name = path().substring(path().lastIndexOf('/') + 1);
    return name.indexOf('.') < 0 || MediaTypes.of(name).kind() == AssetKind.PAGE;
  }
}
