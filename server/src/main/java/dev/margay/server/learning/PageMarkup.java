package dev.margay.server.learning;

import dev.margay.server.markup.HtmlReading;
import dev.margay.server.markup.UrlResolution;
import java.util.List;
import java.util.Optional;

/**
 * A page as read, with the style sheets that it uses.
 *
 * @param base the target that its URLs are resolved against
 * @param sheets those linked, in order, each followed by what it imports; the page's own at last
 */
record PageMarkup(String base, HtmlReading page, List<PageSheet> sheets) {
  PageMarkup {
    sheets = List.copyOf(sheets);
  }

  /** The target of a URL in the page; empty for one elsewhere. */
  Optional<String> target(String url) {
    return UrlResolution.resolve(base, url);
  }
}
