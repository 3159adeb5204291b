package dev.margay.server.markup;

import java.util.List;

/**
 * What one page names.
 *
 * @param base the {@code href} of its {@code base} element; empty if it has none
 * @param references those of its elements, in the order of the text
 * @param styles what the style sheets and declarations within it name, places told in the page
 * @param outline the shapes of its elements
 */
public record HtmlReading(
    String base, List<HtmlReference> references, CssReading styles, PageOutline outline) {
  /** Keeps its own copy. */
  public HtmlReading {
    references = List.copyOf(references);
  }
}
