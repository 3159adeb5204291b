package dev.margay.server.learning;

import dev.margay.server.http.Destination;
import dev.margay.server.learning.PageAsset.Importance;
import dev.margay.server.learning.PageAsset.Loading;
import dev.margay.server.markup.HtmlReference;
import dev.margay.server.markup.HtmlReference.Place;
import dev.margay.server.markup.HtmlReference.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts what a page's markup names in order (behaviour, section 6): the style sheets that block
 * painting, each followed by what it imports; the scripts of the head, those first that the parser
 * waits for; the main image; then style sheets further down, fonts, so that none comes ahead of the
 * style sheet that names it, what the page preloads, other scripts, other images. What is named
 * twice has its first place.
 */
final class RankedAssets {
  /** The most assets of one page. */
  private static final int MOST = 64;

  private final PageMarkup page;
  private final Map<String, PageAsset> ranked = new LinkedHashMap<>();

  private RankedAssets(PageMarkup page) {
    this.page = page;
  }

  /**
   * The assets in order.
   *
   * @param largest which of the candidates for the main image is the largest file
   */
  static List<PageAsset> of(
      PageMarkup page, PageImages images, List<String> fonts, Optional<String> largest) {
    RankedAssets assets = new RankedAssets(page);
    assets.sheets(PageSheet.Kind.BLOCKING, Importance.BLOCKING_STYLE);
    assets.headScripts();
    assets.mainImage(images, largest);
    assets.sheets(PageSheet.Kind.LATER, Importance.REST);
    fonts.forEach(font -> assets.add(font, Destination.FONT, Loading.CORS, Importance.REST));
    assets.preloads();
    assets.scripts(false).forEach(script -> assets.script(script, Importance.REST));
    images.all().forEach(image -> assets.ranked.putIfAbsent(image.target(), image));
    return assets.ranked.values().stream().limit(MOST).toList();
  }

  private void add(String target, Destination destination, Loading loading, Importance importance) {
    ranked.putIfAbsent(target, new PageAsset(target, destination, loading, importance));
  }

  private void sheets(PageSheet.Kind kind, Importance importance) {
    page.sheets().stream()
        .filter(sheet -> sheet.kind() == kind)
        .forEach(sheet -> add(sheet.target(), Destination.STYLE, sheet.loading(), importance));
  }

  private void headScripts() {
    List<HtmlReference> scripts = new ArrayList<>(scripts(true));
    scripts.sort(Comparator.comparingInt(RankedAssets::patience));
    scripts.forEach(script -> script(script, Importance.HEAD_SCRIPT));
  }

  private List<HtmlReference> scripts(boolean head) {
    return page.page().references().stream()
        .filter(
            one ->
                (one.role() == Role.SCRIPT && ElementRules.isRunScript(one))
                    || (one.role() == Role.MODULE_PRELOAD && isModulePreload(one)))
        .filter(one -> one.places().contains(Place.HEAD) == head)
        .toList();
  }

  private static boolean isModulePreload(HtmlReference link) {
    String as = link.attribute("as");
    return ElementRules.isFollowed(link) && (as.isEmpty() || as.equals("script"));
  }

  /** HTML Standard, §4.12.1: who waits for the script: the parser, the end of the page, nobody. */
  private static int patience(HtmlReference script) {
    if (script.role() == Role.MODULE_PRELOAD) {
      return 3;
    }
    if (script.has("async")) {
      return 2;
    }
    return script.has("defer") || script.attribute("type").equals("module") ? 1 : 0;
  }

  private void script(HtmlReference script, Importance importance) {
    page.target(script.url())
        .ifPresent(
            target -> add(target, Destination.SCRIPT, ElementRules.loading(script), importance));
  }

  private void mainImage(PageImages images, Optional<String> largest) {
    Optional<HtmlReference> high = images.high().filter(RankedAssets::isLoaded);
    high.flatMap(one -> page.target(one.url()))
        .ifPresent(
            target ->
                add(
                    target,
                    Destination.IMAGE,
                    ElementRules.loading(high.get()),
                    Importance.MAIN_IMAGE));
    largest.ifPresent(
        target -> add(target, Destination.IMAGE, loadingOf(images, target), Importance.MAIN_IMAGE));
  }

  private static boolean isLoaded(HtmlReference one) {
    return one.role() == Role.PRELOAD
        ? ElementRules.isFollowed(one)
        : ElementRules.isShownImage(one);
  }

  private static Loading loadingOf(PageImages images, String target) {
    return images.all().stream()
        .filter(image -> image.target().equals(target))
        .map(PageAsset::loading)
        .findFirst()
        .orElse(Loading.NO_CORS);
  }

  private void preloads() {
    for (HtmlReference one : page.page().references()) {
      Optional<Destination> as = Destination.of(one.attribute("as"));
      if (one.role() == Role.PRELOAD && as.isPresent() && ElementRules.isFollowed(one)) {
        Loading loading = as.get() == Destination.FONT ? Loading.CORS : ElementRules.loading(one);
        page.target(one.url()).ifPresent(target -> add(target, as.get(), loading, Importance.REST));
      }
    }
  }
}
