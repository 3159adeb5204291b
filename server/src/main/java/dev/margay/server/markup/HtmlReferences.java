package dev.margay.server.markup;

import dev.margay.server.markup.HtmlReference.Place;
import dev.margay.server.markup.HtmlReference.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeVisitor;

/**
 * Reads which URLs a page names, for any text. Of a text longer than {@link #MAX_CHARS} only the
 * beginning is read, of elements nested deeper than {@link #DEEPEST} nothing, and of a page that
 * names more than {@link #MAX_REFERENCES} URLs only the first.
 */
public final class HtmlReferences {
  /** The longest text that is read, in chars. */
  public static final int MAX_CHARS = 2 << 20;

  /** The most references of elements that are given. */
  public static final int MAX_REFERENCES = 4096;

  /** Deeper nesting is flattened. */
  static final int DEEPEST = 256;

  private static final int LONGEST_ATTRIBUTE = 2048;
  private static final Set<String> SURROUNDINGS = Set.of("header", "nav", "footer", "aside");
  private static final Set<String> ICONS =
      Set.of("icon", "apple-touch-icon", "apple-touch-icon-precomposed", "mask-icon");

  private final String page;
  private final List<HtmlReference> references = new ArrayList<>();
  private final List<CssReading> styles = new ArrayList<>();
  private final OutlineBuilder outline = new OutlineBuilder();
  private final List<Set<Place>> places = new ArrayList<>();
  private String base = "";

  private HtmlReferences(String page) {
    this.page = page;
  }

  /** Reads a page. */
  public static HtmlReading read(String html) {
    String cut = html.length() > MAX_CHARS ? html.substring(0, MAX_CHARS) : html;
    // The mark is no text; a space keeps all places.
    return new HtmlReferences(cut.startsWith("\uFEFF") ? " " + cut.substring(1) : cut).read();
  }

  private HtmlReading read() {
    Document document =
        Parser.htmlParser().setTrackPosition(true).setMaxDepth(DEEPEST).parseInput(page, "");
    places.add(EnumSet.noneOf(Place.class));
    document.traverse(
        new NodeVisitor() {
          @Override
          public void head(Node node, int depth) {
            if (node instanceof Element element && !(node instanceof Document)) {
              enter(element);
            }
          }

          @Override
          public void tail(Node node, int depth) {
            if (node instanceof Element && !(node instanceof Document)) {
              places.remove(places.size() - 1);
              outline.leave();
            }
          }
        });
    return new HtmlReading(base, references, together(), outline.outline());
  }

  private CssReading together() {
    List<CssReference> named = new ArrayList<>();
    List<FontFace> faces = new ArrayList<>();
    List<FontUse> uses = new ArrayList<>();
    for (CssReading style : styles) {
      int before = named.size();
      named.addAll(style.references());
      style.faces().forEach(face -> faces.add(face.movedBy(before)));
      uses.addAll(style.uses());
    }
    return new CssReading(named, faces, uses);
  }

  private void enter(Element element) {
    Set<Place> around = places.get(places.size() - 1);
    String name = element.normalName();
    Set<Place> here = around.isEmpty() ? EnumSet.noneOf(Place.class) : EnumSet.copyOf(around);
    place(name, here);
    places.add(here);
    outline.enter(element);
    if (references.size() >= MAX_REFERENCES) {
      return;
    }
    switch (name) {
      case "base" -> base = base.isEmpty() ? element.attr("href").strip() : base;
      case "link" -> link(element, here);
      case "script" -> add(element, "src", Role.SCRIPT, here);
      case "img" -> image(element, here);
      case "source" -> candidates(element, "srcset", here);
      case "video" -> add(element, "poster", Role.POSTER, here);
      case "input" -> {
        if (element.attr("type").equalsIgnoreCase("image")) {
          add(element, "src", Role.IMAGE, here);
        }
      }
      case "style" -> style(element, here);
      default -> {} // loads nothing that is of interest
    }
    declarations(element, here);
  }

  private static void place(String name, Set<Place> here) {
    switch (name) {
      case "head" -> here.add(Place.HEAD);
      case "picture" -> here.add(Place.PICTURE);
      case "noscript" -> here.add(Place.NOSCRIPT);
      case "template" -> here.add(Place.TEMPLATE);
      default -> {
        if (SURROUNDINGS.contains(name)) {
          here.add(Place.SURROUNDINGS);
        }
      }
    }
  }

  private void link(Element link, Set<Place> here) {
    List<String> rel =
        Arrays.asList(link.attr("rel").strip().toLowerCase(Locale.ROOT).split("\\s+", -1));
    if (rel.contains("stylesheet")) {
      add(link, "href", Role.STYLE_SHEET, here);
    } else if (rel.contains("preload")) {
      add(link, "href", Role.PRELOAD, here);
      candidates(link, "imagesrcset", here);
    } else if (rel.contains("modulepreload")) {
      add(link, "href", Role.MODULE_PRELOAD, here);
    } else if (rel.stream().anyMatch(ICONS::contains)) {
      add(link, "href", Role.ICON, here);
    }
  }

  private void image(Element image, Set<Place> here) {
    add(image, "src", Role.IMAGE, here);
    candidates(image, "srcset", here);
  }

  private void add(Element element, String attribute, Role role, Set<Place> here) {
    if (element.hasAttr(attribute)) {
      AttributeText text = AttributeText.of(element, attribute, page);
      add(element, text, 0, text.value().length(), role, here);
    }
  }

  /** Names the part of an attribute from {@code begin} to {@code end}, spaces left out. */
  private void add(
      Element element, AttributeText text, int begin, int end, Role role, Set<Place> here) {
    int from = begin;
    int to = end;
    while (from < to && text.value().charAt(from) <= ' ') {
      from++;
    }
    while (to > from && text.value().charAt(to - 1) <= ' ') {
      to--;
    }
    String url = text.value().substring(from, to);
    boolean address = !url.isEmpty() && url.length() <= LONGEST_ATTRIBUTE && !isData(url);
    if (address && references.size() < MAX_REFERENCES) {
      references.add(
          new HtmlReference(
              url, text.place(from), text.place(to), role, attributes(element), here));
    }
  }

  private static boolean isData(String url) {
    return url.regionMatches(true, 0, "data:", 0, 5) || url.startsWith("#");
  }

  private static Map<String, String> attributes(Element element) {
    Map<String, String> kept = new HashMap<>();
    for (Attribute attribute : element.attributes()) {
      String name = attribute.getKey().toLowerCase(Locale.ROOT);
      if (HtmlReference.KEPT.contains(name)) {
        String value = attribute.getValue();
        // Of what is in a list of candidates nobody asks the element again.
        boolean list = name.endsWith("srcset") || value.length() > LONGEST_ATTRIBUTE;
        kept.put(name, list ? "" : value);
      }
    }
    return kept;
  }

  /** HTML Standard, §4.8.4.3.10 (parsing a srcset attribute), the descriptors left aside. */
  private void candidates(Element element, String attribute, Set<Place> here) {
    if (!element.hasAttr(attribute)) {
      return;
    }
    AttributeText text = AttributeText.of(element, attribute, page);
    String list = text.value();
    int at = 0;
    while (at < list.length()) {
      while (at < list.length() && (list.charAt(at) <= ' ' || list.charAt(at) == ',')) {
        at++;
      }
      int begin = at;
      while (at < list.length() && list.charAt(at) > ' ') {
        at++;
      }
      int end = at;
      while (end > begin && list.charAt(end - 1) == ',') {
        end--;
      }
      boolean described = end == at;
      add(element, text, begin, end, Role.IMAGE_CANDIDATE, here);
      at = described ? afterDescriptors(list, at) : at;
    }
  }

  private static int afterDescriptors(String list, int from) {
    int depth = 0;
    for (int at = from; at < list.length(); at++) {
      char c = list.charAt(at);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth <= 0) {
        return at;
      }
    }
    return list.length();
  }

  private void style(Element style, Set<Place> here) {
    boolean css =
        !style.hasAttr("type")
            || style.attr("type").isBlank()
            || style.attr("type").strip().equalsIgnoreCase("text/css");
    for (Node child : style.childNodes()) {
      if (css && child instanceof DataNode data && data.sourceRange().isTracked()) {
        int begin = data.sourceRange().startPos();
        int end = Math.min(data.sourceRange().endPos(), page.length());
        Applying applying = shown(here).and(MediaList.of(style.attr("media")));
        styles.add(CssReferences.read(page.substring(begin, end), begin, applying));
      }
    }
  }

  private static Applying shown(Set<Place> here) {
    return here.contains(Place.NOSCRIPT) || here.contains(Place.TEMPLATE)
        ? Applying.PERHAPS
        : Applying.SURELY;
  }

  private void declarations(Element element, Set<Place> here) {
    if (!element.attr("style").contains("(")) {
      return;
    }
    AttributeText text = AttributeText.of(element, "style", page);
    List<CssReference> named = new ArrayList<>();
    for (CssReference one : CssReferences.readDeclarations(text.value()).references()) {
      named.add(one.within(text.place(one.begin()), text.place(one.end()), shown(here)));
    }
    styles.add(new CssReading(named, List.of(), List.of()));
  }
}
