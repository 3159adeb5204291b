package dev.margay.server.learning;

import dev.margay.server.learning.PageAsset.Loading;
import dev.margay.server.markup.Applying;
import dev.margay.server.markup.HtmlReference;
import dev.margay.server.markup.HtmlReference.Place;
import dev.margay.server.markup.MediaList;
import java.util.Arrays;
import java.util.Set;

/** Which elements of a page make every browser load what they name, and how (HTML Standard). */
final class ElementRules {
  private static final Set<String> SCRIPT_TYPES =
      Set.of(
          "",
          "module",
          "text/javascript",
          "application/javascript",
          "application/x-javascript",
          "text/ecmascript",
          "application/ecmascript");

  private ElementRules() {}

  /**
   * Whether an element is loaded at all. One with {@code integrity} is left out: browsers use a
   * preload for it only if that has the same.
   */
  private static boolean counts(HtmlReference element) {
    return !element.places().contains(Place.NOSCRIPT)
        && !element.places().contains(Place.TEMPLATE)
        && !element.has("integrity");
  }

  /** Whether a link to a style sheet is surely used (HTML Standard, §4.6.7.20). */
  static boolean isUsedSheet(HtmlReference link) {
    String type = link.attribute("type");
    return counts(link)
        && isForScreens(link)
        && !link.has("disabled")
        && !Arrays.asList(link.attribute("rel").split("\\s+", -1)).contains("alternate")
        && (type.isEmpty() || type.equals("text/css"));
  }

  /** Whether a preload is followed by every browser. */
  static boolean isFollowed(HtmlReference link) {
    return counts(link) && isForScreens(link) && !link.has("imagesrcset");
  }

  private static boolean isForScreens(HtmlReference link) {
    return MediaList.of(link.attribute("media")) == Applying.SURELY;
  }

  /** Whether browsers of today run the script (HTML Standard, §4.12.1). */
  static boolean isRunScript(HtmlReference script) {
    return counts(script)
        && !script.has("nomodule")
        && SCRIPT_TYPES.contains(script.attribute("type"));
  }

  /** Whether every browser loads the image, from this URL, at once. */
  static boolean isShownImage(HtmlReference image) {
    return counts(image)
        && !image.places().contains(Place.PICTURE)
        && !image.has("srcset")
        && !image.attribute("loading").equals("lazy");
  }

  /** How the element asks for what it names (HTML Standard, §2.5.5: CORS settings). */
  static Loading loading(HtmlReference element) {
    boolean credentials = element.attribute("crossorigin").equals("use-credentials");
    boolean module =
        element.role() == HtmlReference.Role.MODULE_PRELOAD
            || (element.role() == HtmlReference.Role.SCRIPT
                && element.attribute("type").equals("module"));
    if (module) {
      return credentials ? Loading.MODULE_WITH_CREDENTIALS : Loading.MODULE;
    }
    if (!element.has("crossorigin")) {
      return Loading.NO_CORS;
    }
    return credentials ? Loading.CORS_WITH_CREDENTIALS : Loading.CORS;
  }
}
