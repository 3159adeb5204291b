package dev.margay.samplesite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.rcache.store.ContentStore;
import dev.margay.server.catalog.AssetCatalog;
import dev.margay.server.catalog.HashIndex;
import dev.margay.server.catalog.Located;
import dev.margay.server.catalog.SiteRoot;
import dev.margay.server.http.CanonicalPath;
import dev.margay.server.learning.MarkupAssets;
import dev.margay.server.learning.MarkupReadings;
import dev.margay.server.learning.PageAsset;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the sample site's own markup says of its pages. */
class PageAssetsTest {
  private static final List<String> SHARED_SHEETS = List.of("/css/site.css", "/css/type.css");

  @TempDir Path scratch;

  private List<String> assets(String page) {
    ContentStore store = new ContentStore(scratch);
    AssetCatalog catalog =
        new AssetCatalog(
            new SiteRoot(Path.of("site"), List.of()),
            new HashIndex(scratch.resolve("hash-index")),
            store,
            Runnable::run,
            Runnable::run,
            InstantSource.system());
    CanonicalPath path = (CanonicalPath) CanonicalPath.read(page);
    Located located = catalog.look(path, null).toCompletableFuture().join();
    return new MarkupAssets(
            new MarkupReadings(store, Runnable::run, 1 << 20),
            target ->
                catalog
                    .look(target, null)
                    .thenApply(
                        seen ->
                            seen instanceof Located.Found one
                                ? Optional.of(one.facts())
                                : Optional.empty()))
            .of(path, ((Located.Found) located).facts())
            .toCompletableFuture()
            .join()
            .assets()
            .assets()
            .stream()
            .map(PageAsset::target)
            .toList();
  }

  @Test
  void theHomePageNeedsItsBackgroundAheadOfItsFonts() {
    assertThat(assets("/"))
        .startsWith("/css/site.css", "/css/type.css", "/js/theme.js", "/js/site.js")
        .containsSubsequence(
            "/img/hero-dawn.jpg",
            "/fonts/young-serif-latin-400-normal.woff2",
            "/fonts/literata-latin-400-normal.woff2",
            "/img/margay.svg")
        .doesNotContain("/img/hero-night.jpg", "/img/eyes.jpg", "/favicon.ico");
  }

  @Test
  void theGalleryHasNoMainImageThatAnybodyCouldTell() {
    assertThat(assets("/gallery/"))
        .startsWith("/css/site.css", "/css/type.css", "/css/gallery.css")
        .contains("/js/gallery.js")
        .noneMatch(target -> target.endsWith(".jpg"));
  }

  @Test
  void aCleanUrlHasTheSameAssetsAsTheFile() {
    assertThat(assets("/about")).isEqualTo(assets("/about.html")).containsAll(SHARED_SHEETS);
  }
}
