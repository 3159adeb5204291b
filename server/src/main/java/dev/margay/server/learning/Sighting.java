package dev.margay.server.learning;

import dev.margay.server.http.Destination;
import dev.margay.server.learning.PageAsset.Importance;
import dev.margay.server.learning.PageAsset.Loading;
import java.util.Optional;

/**
 * One asset that a browser asked for in one visit, and got.
 *
 * @param target path and query
 * @param destination what it was wanted for
 * @param loading how it was asked for
 * @param importance what the page's source says of it, if it names it
 * @param via what made the browser ask
 * @param delay how long after the page, in milliseconds
 * @param bytes the length of the body that was sent; 0 if it is not known
 */
record Sighting(
    String target,
    Destination destination,
    Loading loading,
    Optional<Importance> importance,
    Via via,
    int delay,
    int bytes) {

  /** What the request's {@code Referer} was. */
  enum Via {
    PAGE,
    STYLE_SHEET
  }
}
