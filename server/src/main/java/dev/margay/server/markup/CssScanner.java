package dev.margay.server.markup;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Cuts a style sheet into segments, reading comments, strings, escapes and {@code url()} as CSS
 * Syntax 3 (§4.3) does. It goes once from the start to the end, and every text has such a reading.
 */
final class CssScanner {
  private static final int DEEPEST = 64;
  private static final int MOST_NAMES = 256;
  private static final int LONGEST_NAME = 2048;

  private final String css;
  private int at;
  private StringBuilder text;
  private List<CssSegment.Name> names;

  /** The names of the functions that are open, the empty name for a bracket. */
  private final Deque<String> functions = new ArrayDeque<>();

  CssScanner(String css) {
    this.css = css;
  }

  /** Whether all of the text has been given out. */
  boolean isAtEnd() {
    return at >= css.length();
  }

  /** The next segment; brackets hide the marks between them. */
  CssSegment next() {
    text = new StringBuilder();
    names = new ArrayList<>();
    functions.clear();
    while (at < css.length()) {
      char c = css.charAt(at);
      if (isMark(c)) {
        at++;
        return segment(c);
      }
      take(c);
    }
    return segment((char) 0);
  }

  private CssSegment segment(char mark) {
    return new CssSegment(text.toString().strip(), names, mark);
  }

  private boolean isMark(char c) {
    // A block's braces end what is before them even if a bracket was forgotten.
    return c == '{' || c == '}' || (c == ';' && functions.isEmpty());
  }

  private void take(char c) {
    if (css.startsWith("/*", at)) {
      int end = css.indexOf("*/", at + 2);
      at = end < 0 ? css.length() : end + 2;
    } else if (css.startsWith("<!--", at) || css.startsWith("-->", at)) {
      at += c == '<' ? 4 : 3;
    } else if (c == '"' || c == '\'') {
      string();
    } else if (c == '\\' || isName(c)) {
      word();
    } else {
      at++;
      bracket(c);
      add(Character.isWhitespace(c) ? " " : String.valueOf(c));
    }
  }

  private void bracket(char c) {
    if ((c == '(' || c == '[') && functions.size() < DEEPEST) {
      functions.push("");
    } else if (c == ')' || c == ']') {
      functions.poll();
    }
  }

  private void add(String more) {
    boolean leading = text.isEmpty() && more.isBlank();
    if (!leading && text.length() + more.length() <= CssSegment.MAX_TEXT) {
      text.append(more);
    }
  }

  /** CSS Syntax 3 §4.3.5: ends at its quote, or unclosed at the end of the line or the text. */
  private void string() {
    char quote = css.charAt(at++);
    int begin = at;
    while (at < css.length() && css.charAt(at) != quote && !isNewline(css.charAt(at))) {
      at += css.charAt(at) != '\\' ? 1 : css.startsWith("\r\n", at + 1) ? 3 : 2;
    }
    at = Math.min(at, css.length());
    if (at == css.length() || css.charAt(at) == quote) {
      name(begin, at, functions.isEmpty() ? "" : functions.peek());
      at++;
    }
  }

  private void word() {
    int begin = at;
    while (at < css.length() && (isName(css.charAt(at)) || css.charAt(at) == '\\')) {
      at += css.charAt(at) == '\\' ? 2 : 1;
    }
    at = Math.min(at, css.length());
    String word = css.substring(begin, at);
    add(word);
    if (at < css.length() && css.charAt(at) == '(') {
      String function = word.toLowerCase(Locale.ROOT);
      at++;
      add("(");
      if (function.equals("url")) {
        url();
      } else if (functions.size() < DEEPEST) {
        functions.push(function);
      }
    }
  }

  /** CSS Syntax 3 §4.3.6; a quoted argument is read as a string. */
  private void url() {
    skipWhitespace();
    if (at < css.length() && (css.charAt(at) == '"' || css.charAt(at) == '\'')) {
      functions.push("url");
      return;
    }
    int begin = at;
    while (at < css.length() && isUnquoted(css.charAt(at))) {
      at += css.charAt(at) == '\\' ? 2 : 1;
    }
    at = Math.min(at, css.length());
    int end = at;
    skipWhitespace();
    if (at == css.length() || css.charAt(at) == ')') {
      name(begin, end, "url");
    } else {
      skipBadUrl();
    }
    at = Math.min(at + 1, css.length());
    add(")");
  }

  private void skipWhitespace() {
    while (at < css.length() && Character.isWhitespace(css.charAt(at))) {
      at++;
    }
  }

  private void skipBadUrl() {
    while (at < css.length() && css.charAt(at) != ')') {
      at += css.charAt(at) == '\\' ? 2 : 1;
    }
  }

  private static boolean isUnquoted(char c) {
    return c != ')' && c != '(' && c != '"' && c != '\'' && !Character.isWhitespace(c);
  }

  private void name(int begin, int end, String function) {
    if (names.size() < MOST_NAMES && end - begin <= LONGEST_NAME) {
      names.add(
          new CssSegment.Name(unescape(css, begin, end), begin, end, function, text.length()));
    }
    add("\"\"");
  }

  /** CSS Syntax 3 §4.3.7. */
  static String unescape(String css, int begin, int end) {
    String raw = css.substring(begin, end);
    if (raw.indexOf('\\') < 0) {
      return raw;
    }
    StringBuilder plain = new StringBuilder();
    int i = begin;
    while (i < end) {
      char c = css.charAt(i++);
      if (c != '\\' || i == end) {
        plain.append(c);
      } else if (isNewline(css.charAt(i))) {
        i += css.startsWith("\r\n", i) ? 2 : 1;
      } else if (Character.digit(css.charAt(i), 16) < 0) {
        plain.append(css.charAt(i++));
      } else {
        int code = 0;
        for (int n = 0; n < 6 && i < end && Character.digit(css.charAt(i), 16) >= 0; n++) {
          code = code * 16 + Character.digit(css.charAt(i++), 16);
        }
        boolean valid = code > 0 && code <= Character.MAX_CODE_POINT && !isSurrogate(code);
        plain.appendCodePoint(valid ? code : 0xFFFD);
        i += i < end && Character.isWhitespace(css.charAt(i)) ? 1 : 0;
      }
    }
    return plain.toString();
  }

  private static boolean isSurrogate(int code) {
    return code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
  }

  private static boolean isNewline(char c) {
    return c == '\n' || c == '\r' || c == '\f';
  }

  static boolean isName(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c >= 0x80;
  }
}
