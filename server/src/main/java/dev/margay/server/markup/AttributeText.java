package dev.margay.server.markup;

import java.util.Arrays;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Range;
import org.jsoup.parser.Parser;

/**
 * The value of an attribute, and which char of the page each of its chars came from: a character
 * reference is one char of the value and several of the page.
 */
final class AttributeText {
  private static final int LONGEST_REFERENCE = 34;

  private final String value;

  /** The place of each char, and of the end; null where it cannot be told. */
  private final int[] places;

  private AttributeText(String value, int[] places) {
    this.value = value;
    this.places = places;
  }

  /** The attribute {@code name} of {@code element}, which is in {@code page}. */
  static AttributeText of(Element element, String name, String page) {
    String value = element.attr(name);
    Range range = element.attributes().sourceRange(name).valueRange();
    if (!range.isTracked() || range.startPos() < 0 || range.endPos() > page.length()) {
      return new AttributeText(value, null);
    }
    int[] places = new int[range.endPos() - range.startPos() + 1];
    StringBuilder read = new StringBuilder();
    int at = range.startPos();
    while (at < range.endPos()) {
      int length = referenceLength(page, at, range.endPos());
      String piece = page.substring(at, at + length);
      String plain = length == 1 ? piece : Parser.unescapeEntities(piece, true);
      Arrays.fill(places, read.length(), read.length() + Math.min(plain.length(), length), at);
      read.append(plain);
      at += length;
    }
    places[Math.min(read.length(), places.length - 1)] = at;
    return new AttributeText(value, read.toString().equals(value) ? places : null);
  }

  /** The length of the character reference with a semicolon that begins here; 1 if none does. */
  private static int referenceLength(String page, int at, int end) {
    if (page.charAt(at) != '&') {
      return 1;
    }
    int last = Math.min(end, at + LONGEST_REFERENCE);
    for (int i = at + 1; i < last; i++) {
      char c = page.charAt(i);
      if (c == ';') {
        return i + 1 - at;
      }
      if (!Character.isLetterOrDigit(c) && c != '#') {
        return 1;
      }
    }
    return 1;
  }

  String value() {
    return value;
  }

  /** Where the value's char {@code index} is in the page; −1 where that cannot be told. */
  int place(int index) {
    return places == null ? -1 : places[index];
  }
}
