package dev.margay.server.markup;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One URL that an element of a page names.
 *
 * @param url as written, with character references resolved and spaces around it removed
 * @param begin where the value begins in the text, in chars, inside of any quotes; −1 where that
 *     cannot be told
 * @param end where it ends, exclusive; −1 likewise
 * @param role what for
 * @param attributes those of the element that say how and whether it is loaded, names in lower
 *     case: see {@link #KEPT}
 * @param places where the element is
 */
public record HtmlReference(
    String url, int begin, int end, Role role, Map<String, String> attributes, Set<Place> places) {
  /** The attributes that are kept. */
  static final Set<String> KEPT =
      Set.of(
          "as",
          "async",
          "crossorigin",
          "defer",
          "disabled",
          "fetchpriority",
          "height",
          "hidden",
          "imagesrcset",
          "integrity",
          "loading",
          "media",
          "nomodule",
          "rel",
          "sizes",
          "srcset",
          "title",
          "type",
          "width");

  /** What a page names a URL for. */
  public enum Role {
    /** {@code link rel=stylesheet}. */
    STYLE_SHEET,
    SCRIPT,
    /** {@code img src}, and that of an image button. */
    IMAGE,
    /** One of the candidates of a {@code srcset} or {@code imagesrcset}. */
    IMAGE_CANDIDATE,
    /** The picture that stands for a video. */
    POSTER,
    /** {@code link rel=icon} and its relatives. */
    ICON,
    /** {@code link rel=preload}. */
    PRELOAD,
    /** {@code link rel=modulepreload}. */
    MODULE_PRELOAD
  }

  /** Where an element may be, as far as it matters. */
  public enum Place {
    HEAD,
    PICTURE,
    /** In what is read only without scripts. */
    NOSCRIPT,
    /** In a {@code template}, which nobody sees until a script copies it. */
    TEMPLATE,
    /** In a header, a navigation, a footer or an aside: around the content. */
    SURROUNDINGS
  }

  /** Keeps its own copies. */
  public HtmlReference {
    attributes = Map.copyOf(attributes);
    places = Set.copyOf(places);
  }

  /** Whether the element has the attribute. */
  public boolean has(String attribute) {
    return attributes.containsKey(attribute);
  }

  /** The attribute's value in lower case, without spaces around it; empty if it is not there. */
  public String attribute(String name) {
    return attributes.getOrDefault(name, "").strip().toLowerCase(Locale.ROOT);
  }
}
