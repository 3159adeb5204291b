package dev.margay.server.pages;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.margay.rcache.key.ContentHash;
import dev.margay.server.ahead.AheadCandidate;
import dev.margay.server.assets.HotAsset;
import dev.margay.server.assets.SiteAssets;
import dev.margay.server.catalog.AssetFacts;
import dev.margay.server.http.CanonicalPath;
import dev.margay.server.http.PathReading;
import dev.margay.server.learning.PageAsset;
import dev.margay.server.learning.PageAssetSources;
import dev.margay.server.learning.PageAssets;
import dev.margay.server.visitor.AssetKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Finds the assets of a page, and the versions of them that there are now. What was found is used
 * for a short time; the assets' files are then looked at again before the next plan is made. Never
 * blocks. It also remembers which targets belong to any page: only these are kept of a visitor.
 */
final class PageResolver {
  private static final int PAGES = 4096;
  private static final int TARGETS = 16_384;

  private record PageAndCodings(String path, String acceptEncoding) {}

  private final SiteAssets assets;
  private final PageAssetSources sources;
  private final long believedNanos;
  private final Cache<PageAndCodings, ResolvedPage> resolved =
      Caffeine.newBuilder().maximumSize(PAGES).executor(Runnable::run).build();
  private final Cache<String, Boolean> named =
      Caffeine.newBuilder().maximumSize(TARGETS).executor(Runnable::run).build();

  PageResolver(SiteAssets assets, PageAssetSources sources, Duration believed) {
    this.assets = assets;
    this.sources = sources;
    this.believedNanos = believed.toNanos();
  }

  /** What the markup of {@code page} says of a target; answers at any time, from any thread. */
  Function<String, Optional<PageAsset>> markupOf(HotAsset page) {
    return target ->
        sources
            .named(page.path(), page.facts())
            .toCompletableFuture()
            .getNow(PageAssets.NONE)
            .assets()
            .stream()
            .filter(asset -> asset.target().equals(target))
            .findFirst();
  }

  /** Whether some page's list names this target. */
  boolean named(String target) {
    return named.getIfPresent(target) != null;
  }

  /**
   * The assets of {@code page}.
   *
   * @param acceptEncoding of the visitor; null if there is none
   */
  CompletableFuture<ResolvedPage> resolve(HotAsset page, String acceptEncoding) {
    ContentHash content = page.facts().content();
    PageAndCodings key = new PageAndCodings(page.path().spelling(), acceptEncoding);
    ResolvedPage known = resolved.getIfPresent(key);
    long now = System.nanoTime();
    if (known != null && known.current(content, believedNanos, now)) {
      return CompletableFuture.completedFuture(known);
    }
    return sources
        .of(page.path(), page.facts())
        .thenCompose(pageAssets -> find(page.facts(), pageAssets, acceptEncoding, now))
        .whenComplete(
            (found, failure) -> {
              if (found != null) {
                resolved.put(key, found);
              }
            })
        .toCompletableFuture();
  }

  private CompletionStage<ResolvedPage> find(
      AssetFacts page, PageAssets pageAssets, String acceptEncoding, long now) {
    List<CompletableFuture<AheadCandidate>> looks = new ArrayList<>();
    for (PageAsset asset : pageAssets.assets()) {
      named.put(asset.target(), true);
      looks.add(look(asset, acceptEncoding).toCompletableFuture());
    }
    return CompletableFuture.allOf(looks.toArray(CompletableFuture[]::new))
        .thenApply(
            all -> {
              List<AheadCandidate> found = looks.stream().map(CompletableFuture::join).toList();
              return new ResolvedPage(page, pageAssets, found, now);
            });
  }

  private CompletionStage<AheadCandidate> look(PageAsset asset, String acceptEncoding) {
    int question = asset.target().indexOf('?');
    String path = question < 0 ? asset.target() : asset.target().substring(0, question);
    String query = question < 0 ? null : asset.target().substring(question + 1);
    HotAsset known = assets.fresh(path);
    CompletionStage<Optional<HotAsset>> look;
    if (known != null) {
      look = CompletableFuture.completedStage(Optional.of(known));
    } else {
      PathReading reading = CanonicalPath.read(path);
      look =
          reading instanceof CanonicalPath canonical
              ? assets.look(canonical)
              : CompletableFuture.completedStage(Optional.empty());
    }
    return look.thenApply(
        found ->
            new AheadCandidate(
                asset, found.map(it -> found(asset.target(), query, it, acceptEncoding))));
  }

  private AheadCandidate.Found found(
      String target, String query, HotAsset asset, String acceptEncoding) {
    return new AheadCandidate.Found(
        AssetKey.of(target, asset.facts().content()),
        assets.bytes(asset, acceptEncoding),
        assets.freshSeconds(asset, query));
  }
}
