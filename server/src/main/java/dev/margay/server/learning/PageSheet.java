package dev.margay.server.learning;

import dev.margay.server.learning.PageAsset.Loading;
import dev.margay.server.markup.CssReading;

/**
 * A style sheet that a page surely uses.
 *
 * @param target where it is; for the page's own styles, what their URLs are resolved against
 * @param kind what it has to do with the page
 * @param loading how it is asked for
 */
record PageSheet(String target, Kind kind, Loading loading, CssReading reading) {
  /** What a sheet has to do with the painting of its page. */
  enum Kind {
    /** Linked from the head, or imported from there: nothing is painted without it. */
    BLOCKING,
    /** Linked further down. */
    LATER,
    /** In the page itself. */
    INLINE
  }
}
