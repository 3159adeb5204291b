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
  /** The most comparisons of an element with a selector that one page is worth. */
  static final int EFFORT = 500_000;

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

  /**
   * The outline's elements, ready to be asked. For one thread. After {@link #EFFORT} comparisons it
   * finds nothing more: a page of a hundred shapes may be asked of five thousand selectors.
   */
  public Predicate<String> matcher() {
    Document page = Parser.xmlParser().parseInput(xml, "");
    return new Matcher(page, page.getAllElements().size());
  }

  /** Remembers what it was asked. */
  private static final class Matcher implements Predicate<String> {
    private final Document page;
    private final int shapes;
    private final Map<String, Boolean> known = new HashMap<>();
    private int effort = EFFORT;

    Matcher(Document page, int shapes) {
      this.page = page;
      this.shapes = shapes;
    }

    @Override
    public boolean test(String selectors) {
      return known.computeIfAbsent(selectors, list -> split(list).stream().anyMatch(this::matches));
    }

    private boolean matches(String selector) {
      Optional<Evaluator> evaluator = effort > 0 ? evaluator(selector) : Optional.empty();
      effort -= evaluator.isPresent() ? shapes : 1;
      return evaluator.isPresent() && page.selectFirst(evaluator.get()) != null;
    }
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
