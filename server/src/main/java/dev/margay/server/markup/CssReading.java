package dev.margay.server.markup;

import java.util.List;

/**
 * What one style sheet names.
 *
 * @param references in the order of the text
 * @param faces its fonts
 * @param uses the declarations that may use fonts, of this sheet or another, where they surely
 *     apply
 */
public record CssReading(List<CssReference> references, List<FontFace> faces, List<FontUse> uses) {
  /** Of a style sheet that names nothing. */
  static final CssReading EMPTY = new CssReading(List.of(), List.of(), List.of());

  /** Keeps its own copies. */
  public CssReading {
    references = List.copyOf(references);
    faces = List.copyOf(faces);
    uses = List.copyOf(uses);
  }
}
