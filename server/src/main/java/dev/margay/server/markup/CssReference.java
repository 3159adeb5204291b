package dev.margay.server.markup;

/**
 * One URL that a style sheet names.
 *
 * @param url as written, with escapes resolved
 * @param begin where the value begins in the text, in chars, inside of any quotes
 * @param end where it ends, exclusive
 * @param use what for
 * @param selector of the rule, nesting resolved; empty where there is none, or it is too long
 * @param property the declaration's, in lower case; {@code @import} for an import
 * @param applying whether the conditions around it hold, the selector aside; an {@code image-set}
 *     leaves the choice to the browser
 */
public record CssReference(
    String url, int begin, int end, Use use, String selector, String property, Applying applying) {
  /** What a style sheet names a URL for. */
  public enum Use {
    IMPORT,
    FONT,
    IMAGE,
    /** An address that loads nothing, or nothing that can be told. */
    OTHER
  }

  /** The same, with its places told in a page; −1 where they cannot be told. */
  CssReference within(int pageBegin, int pageEnd, Applying element) {
    return new CssReference(
        url, pageBegin, pageEnd, use, selector, property, applying.and(element));
  }
}
