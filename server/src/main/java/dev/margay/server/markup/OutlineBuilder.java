package dev.margay.server.markup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;

/** Gathers the shapes of a page's elements; for one thread. */
final class OutlineBuilder {
  private static final int MOST_SHAPES = 2000;
  private static final int LONGEST_VALUE = 200;
  private static final String NAME = "[a-z][a-z0-9-]{0,40}";
  private static final Set<String> KEPT =
      Set.of("class", "id", "lang", "dir", "role", "type", "hidden", "open");

  /** An element's shape, and what is in the elements of that shape. */
  private static final class Shape {
    final Map<String, Shape> inside = new LinkedHashMap<>();
  }

  private final Shape page = new Shape();

  /** From the page down to the element that was entered last; null where it has no shape. */
  private final ArrayList<Shape> path = new ArrayList<>(List.of(page));

  private int shapes;

  /** Takes in {@code element}, a child of the one that was entered last and not left. */
  void enter(Element element) {
    Shape parent = path.get(path.size() - 1);
    String name = element.normalName();
    if (parent == null || !name.matches(NAME)) {
      path.add(null);
      return;
    }
    String label = label(element, name);
    Shape known = parent.inside.get(label);
    if (known == null && shapes < MOST_SHAPES) {
      known = new Shape();
      parent.inside.put(label, known);
      shapes++;
    }
    path.add(known);
  }

  void leave() {
    path.remove(path.size() - 1);
  }

  private static String label(Element element, String name) {
    StringBuilder label = new StringBuilder(name);
    for (Attribute attribute : element.attributes()) {
      String key = attribute.getKey();
      boolean kept = KEPT.contains(key) || (key.startsWith("data-") && key.matches(NAME));
      if (kept && attribute.getValue().length() <= LONGEST_VALUE) {
        label.append(' ').append(key).append("=\"");
        label.append(Entities.escape(attribute.getValue())).append('"');
      }
    }
    return label.toString();
  }

  /** What was gathered. */
  PageOutline outline() {
    StringBuilder xml = new StringBuilder();
    write(page, xml);
    return new PageOutline(xml.toString());
  }

  /** As deep as the page, which is no deeper than {@link HtmlReferences#DEEPEST}. */
  private static void write(Shape shape, StringBuilder xml) {
    shape.inside.forEach(
        (label, inside) -> {
          xml.append('<').append(label).append('>');
          write(inside, xml);
          int space = label.indexOf(' ');
          xml.append("</").append(space < 0 ? label : label.substring(0, space)).append('>');
        });
  }
}
