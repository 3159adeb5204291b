package dev.margay.server.config;

/**
 * Somebody's text inside one of our sentences: in quotes, cut to a readable length, and without
 * control or direction characters, which could rewrite the terminal that shows it.
 */
final class Quotation {
  private static final int MAX_CHARS = 80;

  private Quotation() {}

  /** {@code text} in double quotes. */
  static String of(String text) {
    return '"' + plain(text) + '"';
  }

  /** {@code text} on one line, of at most 80 characters and an ellipsis. */
  static String plain(String text) {
    return whole(text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) + "…" : text);
  }

  /** {@code text} on one line, however long. */
  static String whole(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().forEach(c -> shown.appendCodePoint(isShowable(c) ? c : '\uFFFD'));
    return shown.toString();
  }

  private static boolean isShowable(int codePoint) {
    int type = Character.getType(codePoint);
    return type != Character.CONTROL
        && type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR;
  }
}
