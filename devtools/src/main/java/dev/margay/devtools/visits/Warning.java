package dev.margay.devtools.visits;

import java.nio.file.Path;

/**
 * Something of a page that a developer can set right.
 *
 * @param file where
 * @param line 1-based; 0 where it cannot be told
 * @param column 1-based; 0 likewise
 * @param problem what is wrong, as the beginning of a sentence
 * @param remedy what to do about it
 */
record Warning(Kind kind, Path file, int line, int column, String problem, String remedy) {
  /** What is wrong. */
  enum Kind {
    /** The page's push list has a mistake, and is ignored. */
    BROKEN_PUSH_LIST,
    /** Something names an asset that there is not. */
    MISSING_ASSET,
    /** A page that came over TLS names something that would not (Mixed Content, W3C). */
    MIXED_CONTENT,
    /** It is sent ahead at each visit, and nothing of the page uses it. */
    SENT_UNUSED
  }

  String place() {
    return file + (line > 0 ? ":" + line + (column > 0 ? ":" + column : "") : "");
  }

  /** One line for the terminal. */
  @Override
  public String toString() {
    return place() + ": " + problem + "; " + remedy;
  }
}
