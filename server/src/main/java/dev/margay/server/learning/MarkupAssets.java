package dev.margay.server.learning;

import dev.margay.rcache.key.ContentHash;
import dev.margay.server.catalog.AssetFacts;
import dev.margay.server.http.AssetKind;
import dev.margay.server.http.CanonicalPath;
import dev.margay.server.http.PathReading;
import dev.margay.server.learning.PageAsset.Loading;
import dev.margay.server.markup.Applying;
import dev.margay.server.markup.CssReference;
import dev.margay.server.markup.HtmlReading;
import dev.margay.server.markup.HtmlReference;
import dev.margay.server.markup.HtmlReference.Place;
import dev.margay.server.markup.HtmlReference.Role;
import dev.margay.server.markup.UrlResolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a page's own HTML and CSS name (behaviour, section 6, source 3): the page's elements, the
 * style sheets that it links, what these import, and the fonts and images that all of these name.
 * URLs with an authority are left out, whatever authority it is. A page or sheet that cannot be
 * read names nothing.
 */
public final class MarkupAssets {
  /** The most style sheets that are read for one page, and the most that one of them imports. */
  private static final int MOST_SHEETS = 32;

  /** A main image of fewer bytes is a decoration. */
  private static final long SMALLEST_MAIN_IMAGE = 8 << 10;

  private final MarkupReadings readings;
  private final Function<CanonicalPath, CompletionStage<Optional<AssetFacts>>> looks;

  /**
   * Reads through {@code readings}.
   *
   * @param looks finds the other files of the site; never fails
   */
  public MarkupAssets(
      MarkupReadings readings,
      Function<CanonicalPath, CompletionStage<Optional<AssetFacts>>> looks) {
    this.readings = readings;
    this.looks = looks;
  }

  /**
   * What was found, and on what it rests.
   *
   * @param restsOn the content of each other file that was looked at; empty for a missing one
   */
  public record Found(PageAssets assets, Map<CanonicalPath, Optional<ContentHash>> restsOn) {
    /** Keeps its own copy. */
    public Found {
      restsOn = Map.copyOf(restsOn);
    }
  }

  /**
   * The assets of the page that was asked for by {@code path}, whose content is {@code page}. Does
   * not fail.
   */
  public CompletionStage<Found> of(CanonicalPath path, AssetFacts page) {
    if (page.type().kind() != AssetKind.PAGE) {
      return CompletableFuture.completedStage(new Found(PageAssets.NONE, Map.of()));
    }
    Visit visit = new Visit();
    return readings
        .html(page.content(), page.plain())
        .thenCompose(html -> visit.assets(path.spelling(), html))
        .thenApply(assets -> new Found(answer(assets), visit.restsOn))
        .exceptionally(unreadable -> new Found(PageAssets.NONE, visit.restsOn));
  }

  private static PageAssets answer(List<PageAsset> assets) {
    return assets.isEmpty() ? PageAssets.NONE : new PageAssets(PageAssets.Source.MARKUP, assets);
  }

  /** One walk from a page to what it names; remembers what it looked at. */
  private final class Visit {
    final Map<CanonicalPath, Optional<ContentHash>> restsOn = new ConcurrentHashMap<>();

    CompletionStage<List<PageAsset>> assets(String path, HtmlReading html) {
      Optional<String> base = UrlResolution.resolve(path, html.base());
      if (base.isEmpty()) {
        return CompletableFuture.completedStage(List.of()); // everything is relative to elsewhere
      }
      PageSheet own =
          new PageSheet(base.get(), PageSheet.Kind.INLINE, Loading.NO_CORS, html.styles());
      List<CompletionStage<List<PageSheet>>> sheets = new ArrayList<>();
      html.references().stream()
          .filter(one -> one.role() == Role.STYLE_SHEET && ElementRules.isUsedSheet(one))
          .limit(MOST_SHEETS)
          .forEach(link -> linked(base.get(), link).ifPresent(sheets::add));
      sheets.add(withImports(own));
      return inOrder(sheets)
          .thenCompose(
              lists ->
                  ranked(
                      new PageMarkup(
                          base.get(), html, lists.stream().flatMap(List::stream).toList())));
    }

    private Optional<CompletionStage<List<PageSheet>>> linked(String base, HtmlReference link) {
      PageSheet.Kind kind =
          link.places().contains(Place.HEAD) ? PageSheet.Kind.BLOCKING : PageSheet.Kind.LATER;
      return UrlResolution.resolve(base, link.url())
          .map(
              target ->
                  sheet(target, kind, ElementRules.loading(link))
                      .thenCompose(
                          sheet ->
                              sheet.isPresent()
                                  ? withImports(sheet.get())
                                  : CompletableFuture.completedStage(List.of())));
    }

    /** The sheet, and what it imports: the second level, whose own imports are a third. */
    private CompletionStage<List<PageSheet>> withImports(PageSheet sheet) {
      PageSheet.Kind kind =
          sheet.kind() == PageSheet.Kind.INLINE ? PageSheet.Kind.BLOCKING : sheet.kind();
      List<CompletionStage<Optional<PageSheet>>> imports = new ArrayList<>();
      sheet.reading().references().stream()
          .filter(one -> one.use() == CssReference.Use.IMPORT)
          .filter(one -> one.applying() == Applying.SURELY)
          .limit(MOST_SHEETS)
          .flatMap(one -> UrlResolution.resolve(sheet.target(), one.url()).stream())
          .forEach(target -> imports.add(sheet(target, kind, Loading.NO_CORS)));
      return inOrder(imports)
          .thenApply(
              found -> {
                List<PageSheet> all = new ArrayList<>(List.of(sheet));
                found.forEach(one -> one.ifPresent(all::add));
                return all;
              });
    }

    private CompletionStage<Optional<PageSheet>> sheet(
        String target, PageSheet.Kind kind, Loading loading) {
      return look(target)
          .thenCompose(
              facts -> {
                boolean isSheet =
                    facts.filter(one -> one.type().kind() == AssetKind.STYLE_SHEET).isPresent();
                return isSheet
                    ? readings
                        .css(facts.get().content(), facts.get().plain())
                        .thenApply(css -> Optional.of(new PageSheet(target, kind, loading, css)))
                    : CompletableFuture.completedStage(Optional.<PageSheet>empty());
              })
          .exceptionally(unreadable -> forget(target));
    }

    /** What changed while it was read counts as missing, so that the next look sees it. */
    private Optional<PageSheet> forget(String target) {
      path(target).ifPresent(path -> restsOn.put(path, Optional.empty()));
      return Optional.empty();
    }

    private static Optional<CanonicalPath> path(String target) {
      PathReading reading = CanonicalPath.read(target.split("\\?", 2)[0]);
      return reading instanceof CanonicalPath path ? Optional.of(path) : Optional.empty();
    }

    private CompletionStage<Optional<AssetFacts>> look(String target) {
      Optional<CanonicalPath> path = path(target);
      if (path.isEmpty()) {
        return CompletableFuture.completedStage(Optional.empty());
      }
      return looks
          .apply(path.get())
          .thenApply(
              facts -> {
                restsOn.put(path.get(), facts.map(AssetFacts::content));
                return facts;
              });
    }

    private CompletionStage<List<PageAsset>> ranked(PageMarkup page) {
      Predicate<String> matcher = page.page().outline().matcher();
      PageImages images = PageImages.of(page, matcher);
      List<String> fonts = UsedFonts.of(page, matcher);
      List<CompletionStage<Long>> sizes = new ArrayList<>();
      for (String candidate : images.candidates()) {
        sizes.add(
            look(candidate).thenApply(facts -> facts.map(one -> one.plain().length()).orElse(0L)));
      }
      return inOrder(sizes)
          .thenApply(
              bytes -> RankedAssets.of(page, images, fonts, largest(images.candidates(), bytes)));
    }

    private static Optional<String> largest(List<String> candidates, List<Long> bytes) {
      int found = -1;
      for (int i = 0; i < bytes.size(); i++) {
        boolean larger = found < 0 || bytes.get(i) > bytes.get(found);
        found = bytes.get(i) >= SMALLEST_MAIN_IMAGE && larger ? i : found;
      }
      return found < 0 ? Optional.empty() : Optional.of(candidates.get(found));
    }
  }

  /** All results, in the order of the stages. */
  private static <T> CompletionStage<List<T>> inOrder(List<CompletionStage<T>> stages) {
    CompletionStage<List<T>> all = CompletableFuture.completedStage(List.of());
    for (CompletionStage<T> stage : stages) {
      all =
          all.thenCombine(
              stage,
              (list, one) -> {
                List<T> longer = new ArrayList<>(list);
                longer.add(one);
                return longer;
              });
    }
    return all;
  }
}
