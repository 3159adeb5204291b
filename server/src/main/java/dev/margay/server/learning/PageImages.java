package dev.margay.server.learning;

import dev.margay.server.http.Destination;
import dev.margay.server.markup.Applying;
import dev.margay.server.markup.CssReference;
import dev.margay.server.markup.HtmlReference;
import dev.margay.server.markup.HtmlReference.Place;
import dev.margay.server.markup.HtmlReference.Role;
import dev.margay.server.markup.UrlResolution;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The images that every browser loads for a page, and which of them may be its largest paint:
 *
 * <ol>
 *   <li>an image with {@code fetchpriority=high}, if there is one: its author says so;
 *   <li>else an image that the page preloads;
 *   <li>else the first image of the content (outside of header, navigation, footer and aside, and
 *       not declared smaller than {@link #ICON} pixels both ways), or a background that a rule of
 *       the page's style sheets gives to one of its elements: the largest file of these.
 * </ol>
 *
 * Where the image that counts has a {@code srcset}, is in a {@code picture} or lazy, there is no
 * telling what the browser loads, and no other takes its place.
 *
 * @param high by an author's word, at most one
 * @param candidates of which the largest file is it, if {@code high} is empty
 * @param all in order, those of the page ahead of those of its style sheets
 */
record PageImages(Optional<HtmlReference> high, List<String> candidates, List<PageAsset> all) {
  /** Smaller images are icons and logos, in CSS pixels. */
  static final int ICON = 100;

  /** The most backgrounds that are looked at. */
  private static final int MOST_BACKGROUNDS = 8;

  private static final Set<String> BACKGROUND = Set.of("background", "background-image");

  private static final Set<String> LOADED =
      Set.of(
          "background",
          "background-image",
          "border-image",
          "border-image-source",
          "content",
          "list-style",
          "list-style-image");

  /** Finds them. */
  static PageImages of(PageMarkup page, Predicate<String> matcher) {
    List<HtmlReference> images =
        page.page().references().stream().filter(one -> one.role() == Role.IMAGE).toList();
    List<PageAsset> all = new ArrayList<>();
    for (HtmlReference one : page.page().references()) {
      boolean image = one.role() == Role.IMAGE || one.role() == Role.POSTER;
      if (image && ElementRules.isShownImage(one)) {
        page.target(one.url())
            .ifPresent(target -> all.add(asset(target, ElementRules.loading(one))));
      }
    }
    Set<String> backgrounds = new LinkedHashSet<>();
    for (PageSheet sheet : page.sheets()) {
      for (CssReference one : sheet.reading().references()) {
        if (isLoaded(one) && matcher.test(one.selector())) {
          Optional<String> target = UrlResolution.resolve(sheet.target(), one.url());
          target.ifPresent(found -> all.add(asset(found, PageAsset.Loading.NO_CORS)));
          target.filter(found -> isBackground(one)).ifPresent(backgrounds::add);
        }
      }
    }
    Optional<HtmlReference> high = high(page, images);
    List<String> candidates = new ArrayList<>();
    firstOfContent(images)
        .filter(ElementRules::isShownImage)
        .flatMap(one -> page.target(one.url()))
        .ifPresent(candidates::add);
    backgrounds.stream().limit(MOST_BACKGROUNDS).forEach(candidates::add);
    return new PageImages(high, high.isPresent() ? List.of() : candidates, all);
  }

  private static boolean isLoaded(CssReference one) {
    return one.use() == CssReference.Use.IMAGE
        && one.applying() == Applying.SURELY
        && LOADED.contains(one.property());
  }

  private static boolean isBackground(CssReference one) {
    return BACKGROUND.contains(one.property());
  }

  private static PageAsset asset(String target, PageAsset.Loading loading) {
    return new PageAsset(target, Destination.IMAGE, loading, PageAsset.Importance.REST);
  }

  private static Optional<HtmlReference> high(PageMarkup page, List<HtmlReference> images) {
    return images.stream()
        .filter(one -> one.attribute("fetchpriority").equals("high"))
        .findFirst()
        .or(
            () ->
                page.page().references().stream()
                    .filter(one -> one.role() == Role.PRELOAD)
                    .filter(one -> one.attribute("as").equals("image"))
                    .findFirst());
  }

  private static Optional<HtmlReference> firstOfContent(List<HtmlReference> images) {
    return images.stream()
        .filter(one -> !one.places().contains(Place.SURROUNDINGS))
        .filter(one -> !one.places().contains(Place.NOSCRIPT))
        .filter(one -> !one.places().contains(Place.TEMPLATE))
        .filter(one -> !one.has("hidden"))
        .filter(one -> !isSmall(one.attribute("width")) || !isSmall(one.attribute("height")))
        .findFirst();
  }

  private static boolean isSmall(String pixels) {
    return pixels.matches("\\d{1,4}(px)?") && Integer.parseInt(pixels.replace("px", "")) < ICON;
  }
}
