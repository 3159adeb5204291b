package dev.margay.server.markup;

import java.util.List;
import java.util.Locale;

/**
 * The text between two of the marks {@code ; { }} of a style sheet: a declaration, or what stands
 * before a block.
 *
 * @param text without comments, each string and URL as {@code ""}; cut at {@link #MAX_TEXT} chars
 * @param names the strings and URLs in it
 * @param mark what ends it; 0 for the end of the text
 */
record CssSegment(String text, List<Name> names, char mark) {
  /** Longer declarations hold data, and longer selectors are not worth matching. */
  static final int MAX_TEXT = 2048;

  /**
   * A string, or the argument of {@code url()}.
   *
   * @param value with escapes resolved
   * @param function the innermost function around a string, in lower case; {@code url} for a URL
   * @param textAt where the segment's text had come to
   */
  record Name(String value, int begin, int end, String function, int textAt) {
    boolean isUrl() {
      return function.equals("url") || function.equals("src");
    }

    boolean isChoice() {
      return function.endsWith("image-set");
    }
  }

  /** The name of the at-rule with its sign, in lower case; empty if it is none. */
  String atRule() {
    if (!text.startsWith("@")) {
      return "";
    }
    int end = 1;
    while (end < text.length() && CssScanner.isName(text.charAt(end))) {
      end++;
    }
    return text.substring(0, end).toLowerCase(Locale.ROOT);
  }

  /** The property of a declaration, in lower case; empty if there is no colon. */
  String property() {
    int colon = text.indexOf(':');
    return colon < 0 ? "" : text.substring(0, colon).strip().toLowerCase(Locale.ROOT);
  }

  /** What comes after the colon, with the strings in it put back. */
  String value() {
    String filled = filled();
    return filled.substring(filled.indexOf(':') + 1).strip();
  }

  /** The text with the strings in it put back; URLs stay out. */
  String filled() {
    StringBuilder filled = new StringBuilder(text);
    for (int i = names.size() - 1; i >= 0; i--) {
      Name name = names.get(i);
      if (!name.isUrl() && text.startsWith("\"\"", name.textAt())) {
        filled.insert(name.textAt() + 1, name.value());
      }
    }
    return filled.toString();
  }
}
