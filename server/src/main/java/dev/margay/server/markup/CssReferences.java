package dev.margay.server.markup;

import dev.margay.server.markup.CssReference.Use;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads which URLs a style sheet names, in one pass, for any text. Of a text longer than {@link
 * #MAX_CHARS} only the beginning is read, and of a sheet that names more than {@link
 * #MAX_REFERENCES} URLs only the first.
 */
public final class CssReferences {
  /** The longest text that is read, in chars. */
  public static final int MAX_CHARS = 2 << 20;

  /** The most references, faces, and uses of fonts, each, that are given. */
  public static final int MAX_REFERENCES = 4096;

  private static final int DEEPEST = 64;
  private static final int LONGEST_SELECTOR = 512;
  private static final int LONGEST_USE = 512;

  /** Rules that hold rules, and count for everybody. */
  private static final Set<String> TRANSPARENT = Set.of("@layer");

  private static final Set<String> IMAGE_PROPERTIES =
      Set.of(
          "background",
          "background-image",
          "border-image",
          "border-image-source",
          "content",
          "cursor",
          "list-style",
          "list-style-image",
          "mask",
          "mask-image",
          "mask-border-source",
          "shape-outside",
          "-webkit-mask",
          "-webkit-mask-image",
          "-webkit-mask-box-image");

  private final CssScanner scanner;
  private final int offset;
  private final List<CssReference> references = new ArrayList<>();
  private final List<FontFace> faces = new ArrayList<>();
  private final List<FontUse> uses = new ArrayList<>();
  private final Deque<Block> open = new ArrayDeque<>();

  /** Blocks that are open inside of the innermost one that is still looked at. */
  private int tooDeep;

  /** Imports after a rule are not loaded (CSS Cascade 5, §2). */
  private boolean ruleSeen;

  /**
   * A block that is open.
   *
   * @param face what a {@code @font-face} rule said so far, else null
   */
  private record Block(String selector, Applying applying, FontFaceRule face) {}

  private CssReferences(String css, int offset, Block outermost) {
    this.scanner = new CssScanner(css);
    this.offset = offset;
    open.push(outermost);
  }

  /** Reads a style sheet. */
  public static CssReading read(String css) {
    return read(css, 0, Applying.SURELY);
  }

  /**
   * Reads a style sheet that begins at {@code offset} of a longer text, whose places are given.
   *
   * @param applying whether the element that holds it counts
   */
  static CssReading read(String css, int offset, Applying applying) {
    return new CssReferences(cut(css), offset, new Block("", applying, null)).read();
  }

  /** Reads the declarations of a {@code style} attribute. */
  static CssReading readDeclarations(String css) {
    CssReferences reading = new CssReferences(cut(css), 0, new Block("*", Applying.SURELY, null));
    reading.ruleSeen = true;
    return reading.read();
  }

  private static String cut(String css) {
    String cut = css.length() > MAX_CHARS ? css.substring(0, MAX_CHARS) : css;
    // The mark is no text; a space keeps all places.
    return cut.startsWith("\uFEFF") ? " " + cut.substring(1) : cut;
  }

  private CssReading read() {
    while (!scanner.isAtEnd() && references.size() < MAX_REFERENCES) {
      CssSegment segment = scanner.next();
      if (segment.mark() == '{') {
        enter(segment);
      } else {
        statement(segment);
        if (segment.mark() == '}') {
          leave();
        }
      }
    }
    while (open.size() > 1) {
      leave(); // CSS Syntax 3 §5: the end of the text closes what is open
    }
    return new CssReading(references, faces, uses);
  }

  private void enter(CssSegment prelude) {
    Block outer = open.peek();
    String rule = prelude.atRule();
    ruleSeen |= !rule.equals("@layer");
    if (open.size() >= DEEPEST) {
      tooDeep++;
    } else if (rule.equals("@font-face")) {
      open.push(new Block("", outer.applying(), new FontFaceRule()));
    } else if (!rule.isEmpty()) {
      String condition = prelude.filled().substring(rule.length());
      open.push(
          new Block(outer.selector(), outer.applying().and(condition(rule, condition)), null));
    } else if (prelude.text().startsWith("--")) {
      open.push(new Block("", Applying.PERHAPS, null)); // a custom property's value in braces
    } else {
      open.push(new Block(nested(outer.selector(), prelude.filled()), outer.applying(), null));
    }
  }

  private static Applying condition(String rule, String condition) {
    if (rule.equals("@media")) {
      return MediaList.of(condition);
    }
    boolean supported =
        rule.equals("@supports")
            && !condition.toLowerCase(Locale.ROOT).matches("(?s).*\\bnot\\b.*");
    return supported || TRANSPARENT.contains(rule) ? Applying.SURELY : Applying.PERHAPS;
  }

  /** CSS Nesting 1, §3: the outer rule's selector stands where the inner one has an ampersand. */
  private static String nested(String outer, String inner) {
    String whole;
    if (outer.isEmpty()) {
      whole = inner;
    } else if (inner.indexOf('&') >= 0) {
      whole = inner.replace("&", ":is(" + outer + ")");
    } else {
      whole = ":is(" + outer + ") " + inner;
    }
    return whole.isEmpty() || whole.length() > LONGEST_SELECTOR ? ":not(*)" : whole;
  }

  private void leave() {
    if (tooDeep > 0) {
      tooDeep--;
    } else if (open.size() > 1) {
      Block block = open.pop();
      if (block.face() != null && faces.size() < MAX_REFERENCES) {
        block.face().toFace(block.applying()).ifPresent(faces::add);
      }
    }
  }

  private void statement(CssSegment segment) {
    String rule = segment.atRule();
    if (rule.equals("@import")) {
      imported(segment);
    } else if (rule.isEmpty() && tooDeep == 0) {
      declaration(segment, open.peek());
    } else if (!rule.equals("@charset") && !rule.equals("@layer") && !rule.isEmpty()) {
      ruleSeen = true; // @namespace
    }
  }

  /** CSS Cascade 5 §2: the URL, then a layer, a condition on support, and a media query list. */
  private void imported(CssSegment segment) {
    List<CssSegment.Name> names = segment.names();
    if (names.isEmpty()) {
      return;
    }
    String conditions =
        segment
            .text()
            .replaceFirst("(?is)^@import\\s*(url\\(\\s*\"\"\\s*\\)|\"\")", "")
            .strip()
            .replaceFirst("(?is)^layer\\b(\\([^)]*\\))?", "")
            .strip()
            .replaceFirst("(?is)^supports\\((?:[^()]++|\\([^()]*+\\))*+\\)", "")
            .strip();
    boolean counts = !ruleSeen && open.size() == 1 && tooDeep == 0;
    Applying applying =
        counts ? open.peek().applying().and(MediaList.of(conditions)) : Applying.PERHAPS;
    add(names.get(0), Use.IMPORT, "", "@import", applying);
  }

  private void declaration(CssSegment segment, Block block) {
    String property = segment.property();
    if (property.isEmpty()) {
      return;
    }
    if (block.face() != null) {
      fontFace(segment, property, block);
      return;
    }
    boolean image = IMAGE_PROPERTIES.contains(property);
    boolean choice = segment.text().contains("image-set(");
    Applying applying = choice ? Applying.PERHAPS : block.applying();
    for (CssSegment.Name name : segment.names()) {
      if (name.isUrl() || name.isChoice()) {
        add(name, image ? Use.IMAGE : Use.OTHER, block.selector(), property, applying);
      }
    }
    use(segment, property, block);
  }

  private void use(CssSegment segment, String property, Block block) {
    boolean font = property.equals("font") || property.equals("font-family");
    boolean custom = property.startsWith("--");
    if ((!font && !custom) || block.applying() != Applying.SURELY || block.selector().isEmpty()) {
      return;
    }
    String value = segment.value().toLowerCase(Locale.ROOT);
    boolean list = value.indexOf(',') >= 0 || value.indexOf('"') >= 0;
    if ((font || list) && value.length() <= LONGEST_USE && uses.size() < MAX_REFERENCES) {
      uses.add(new FontUse(block.selector(), value));
    }
  }

  private void fontFace(CssSegment segment, String property, Block block) {
    int first = references.size();
    if (property.equals("src")) {
      segment.names().stream()
          .filter(CssSegment.Name::isUrl)
          .forEach(name -> add(name, Use.FONT, "", property, block.applying()));
    }
    block
        .face()
        .declare(property, segment.value(), references.subList(first, references.size()), first);
  }

  private void add(
      CssSegment.Name name, Use use, String selector, String property, Applying applying) {
    if (references.size() < MAX_REFERENCES && isAddress(name.value())) {
      references.add(
          new CssReference(
              name.value(),
              offset + name.begin(),
              offset + name.end(),
              use,
              selector,
              property,
              applying));
    }
  }

  /** Whether there is something to load: a fragment is of the page itself. */
  private static boolean isAddress(String url) {
    return !url.isBlank() && !url.startsWith("#") && !url.regionMatches(true, 0, "data:", 0, 5);
  }
}
