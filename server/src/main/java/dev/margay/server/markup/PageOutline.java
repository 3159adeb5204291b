package dev.margay.server.markup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.jsoup.select.Evaluator;
import org.jsoup.select.QueryParser;

/**
 * The elements of a page without their text, equal neighbours as one: enough to tell whether a
 * selector matches something, as long as it does not ask for an element's place among others.
 *
 * @param xml the elements, with the attributes that selectors of style sheets ask for
 */
public record PageOutline(String xml) {
  private static final int LONGEST_SELECTOR = 512;

  /**
   * What asks for neighbours, which the outline does not have, or means something else in jsoup's
   * selectors.
   */
  private static final Pattern FOREIGN = Pattern.compile("[+~{}@%|]");

  private static final Pattern PAINTED =
      Pattern.compile("::?(?:before|after)\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern LINK =
      Pattern.compile("(?<!\\\\):(?:link|any-link)\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern WHERE =
      Pattern.compile("(?<!\\\\):where\\(", Pattern.CASE_INSENSITIVE);

  /** Pseudo-classes that are true or not for as long as the page is only looked at. */
  private static final Pattern UNCERTAIN =
      Pattern.compile("(?<!\\\\):(?!(?:root\\b|not\\(|is\\())", Pattern.CASE_INSENSITIVE);

  /** The outline's elements, ready to be asked. For one thread. */
  public Predicate<String> matcher() {
    Document page = Parser.xmlParser().parseInput(xml, "");
    Map<String, Boolean> known = new HashMap<>();
    return selectors -> known.computeIfAbsent(selectors, list -> matches(page, list));
  }

  private static boolean matches(Document page, String selectors) {
    return split(selectors).stream()
        .flatMap(selector -> evaluator(selector).stream())
        .anyMatch(selector -> page.selectFirst(selector) != null);
  }

  /** How to find what {@code selector} matches; empty if that cannot be told. */
  private static Optional<Evaluator> evaluator(String selector) {
    String plain = PAINTED.matcher(selector).replaceAll("");
    plain = WHERE.matcher(LINK.matcher(plain).replaceAll("")).replaceAll(":is(").strip();
    if (selector.isBlank()
        || plain.length() > LONGEST_SELECTOR
        || FOREIGN.matcher(plain).find()
        || UNCERTAIN.matcher(plain).find()) {
      return Optional.empty();
    }
    try {
      return Optional.of(QueryParser.parse(plain.isEmpty() ? "*" : plain));
    } catch (IllegalStateException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return Optional.empty(); // not what jsoup takes for a selector
    }
  }

  /** The selectors of a list: cut at the commas that are in no bracket. */
  private static List<String> split(String list) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int begin = 0;
    for (int i = 0; i < list.length(); i++) {
      char c = list.charAt(i);
      depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(list.substring(begin, i));
        begin = i + 1;
      }
    }
    parts.add(list.substring(begin));
    return parts;
  }
}
