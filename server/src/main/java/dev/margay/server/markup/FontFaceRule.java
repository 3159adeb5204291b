package dev.margay.server.markup;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the declarations of one {@code @font-face} rule said so far; for one thread. */
final class FontFaceRule {
  private static final int REGULAR = 400;
  private static final int BOLD = 700;
  private static final int LATIN = 'a';
  private static final Pattern WEIGHT = Pattern.compile("(\\d{1,4})(?:\\.\\d+)?");
  private static final Pattern RANGE = Pattern.compile("u\\+([0-9a-f?]{1,6})(?:-([0-9a-f]{1,6}))?");

  private String family = "";
  private boolean upright = true;
  private int weight = REGULAR;
  private int heaviest = REGULAR;
  private boolean latin = true;
  private int source = -1;

  /**
   * Takes a declaration in.
   *
   * @param sources what a {@code src} names
   * @param first the place of the first of them among the sheet's references
   */
  void declare(String property, String value, List<CssReference> sources, int first) {
    String lower = value.toLowerCase(Locale.ROOT);
    switch (property) {
      case "font-family" -> family = familyName(lower);
      case "font-style" -> upright = lower.equals("normal") || lower.equals("auto");
      case "font-weight" -> weights(lower);
      case "unicode-range" -> latin = hasLatin(lower);
      case "src" -> source = usable(sources, first);
      default -> {} // what does not change which file is loaded
    }
  }

  static String familyName(String lower) {
    return lower.replaceAll("[\"']", "").strip().replaceAll("\\s+", " ");
  }

  private void weights(String lower) {
    weight = lower.startsWith("bold") ? BOLD : REGULAR;
    heaviest = weight;
    Matcher number = WEIGHT.matcher(lower);
    if (number.find()) {
      weight = Integer.parseInt(number.group(1));
      heaviest = number.find() ? Integer.parseInt(number.group(1)) : weight;
    }
  }

  private static boolean hasLatin(String lower) {
    Matcher range = RANGE.matcher(lower);
    boolean any = false;
    while (range.find()) {
      any = true;
      String from = range.group(1).replace('?', '0');
      String to = range.group(2) == null ? range.group(1).replace('?', 'f') : range.group(2);
      if (Integer.parseInt(from, 16) <= LATIN && LATIN <= Integer.parseInt(to, 16)) {
        return true;
      }
    }
    return !any;
  }

  /** The first whose form browsers of today load; those of old ones are told by their ending. */
  private static int usable(List<CssReference> sources, int first) {
    for (int i = 0; i < sources.size(); i++) {
      String path = sources.get(i).url().toLowerCase(Locale.ROOT).split("[?#]", 2)[0];
      if (!path.endsWith(".eot") && !path.endsWith(".svg")) {
        return first + i;
      }
    }
    return -1;
  }

  /** The rule's font; empty if it has no name. */
  Optional<FontFace> toFace(Applying applying) {
    return family.isEmpty()
        ? Optional.empty()
        : Optional.of(new FontFace(family, upright, weight, heaviest, latin, source, applying));
  }
}
