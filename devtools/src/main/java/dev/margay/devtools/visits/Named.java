package dev.margay.devtools.visits;

import dev.margay.server.markup.CssReading;
import dev.margay.server.markup.CssReference;
import dev.margay.server.markup.CssReferences;
import dev.margay.server.markup.HtmlReading;
import dev.margay.server.markup.HtmlReference;
import dev.margay.server.markup.HtmlReferences;
import dev.margay.server.markup.UrlResolution;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One URL that a page or a style sheet names, and where it does. Pure.
 *
 * @param file the page or style sheet
 * @param line 1-based; 0 where it cannot be told
 * @param column 1-based, in chars; 0 likewise
 * @param url as written
 * @param target path and query on the page's own authority; empty if it leads elsewhere
 */
record Named(Path file, int line, int column, String url, Optional<String> target) {

  /** What a page names, its own styles included. */
  static List<Named> inPage(Path file, String target, String html) {
    HtmlReading reading = HtmlReferences.read(html);
    String base = UrlResolution.resolve(target, reading.base()).orElse(target);
    List<Named> all = new ArrayList<>();
    for (HtmlReference reference : reading.references()) {
      all.add(at(file, base, html, reference.url(), reference.begin()));
    }
    addStyles(all, file, base, html, reading.styles());
    return all;
  }

  /** What a style sheet names. */
  static List<Named> inStyleSheet(Path file, String target, String css) {
    List<Named> all = new ArrayList<>();
    addStyles(all, file, target, css, CssReferences.read(css));
    return all;
  }

  private static void addStyles(
      List<Named> all, Path file, String base, String text, CssReading reading) {
    for (CssReference reference : reading.references()) {
      all.add(at(file, base, text, reference.url(), reference.begin()));
    }
  }

  private static Named at(Path file, String base, String text, String url, int begin) {
    int line = begin < 0 ? 0 : 1;
    int lineBegin = 0;
    for (int i = 0; i < Math.min(begin, text.length()); i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineBegin = i + 1;
      }
    }
    int column = begin < 0 ? 0 : begin - lineBegin + 1;
    return new Named(file, line, column, url, UrlResolution.resolve(base, url));
  }
}
