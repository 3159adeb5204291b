package dev.margay.server.pages;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.margay.rcache.key.ContentHash;
import dev.margay.server.ahead.AheadCandidate;
import dev.margay.server.assets.HotAsset;
import dev.margay.server.assets.SiteAssets;
import dev.margay.server.catalog.AssetFacts;
import dev.margay.server.http.CanonicalPath;
import dev.margay.server.learning.PageAsset;
import dev.margay.server.learning.PageAssetSources;
import dev.margay.server.learning.PageAssets;
import dev.margay.server.visitor.AssetKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Finds the assets of a page, and the versions of them that there are now. What was found is used
 * for a short time; the assets' files are then looked at again before the next plan is made. Never
 * blocks. It also remembers which targets belong to any page: only these are kept of a visitor.
 */
final class PageResolver {
  private static final int PAGES = 4096;
  private static final int TARGETS = 16_384;

  /** While a page is in demand, its last answer serves until the next is there, for so long. */
  private static final int BUSY = 2;

  private record Asked(String path, ContentHash content, String acceptEncoding) {}

  private final SiteAssets assets;
  private final PageAssetSources sources;
  private final long believedNanos;
  private final Cache<Asked, ResolvedPage> resolved =
      Caffeine.newBuilder().maximumSize(PAGES).executor(Runnable::run).build();
  private final Map<Asked, CompletableFuture<ResolvedPage>> looks = new ConcurrentHashMap<>();
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
    long now = System.nanoTime();
    Asked asked = new Asked(page.path().spelling(), page.facts().content(), acceptEncoding);
    ResolvedPage known = resolved.getIfPresent(asked);
    if (known != null && known.within(believedNanos, now)) {
      return CompletableFuture.completedFuture(known);
    }
    CompletableFuture<ResolvedPage> again = lookAgain(asked, page, known, now);
    return known != null && known.within(BUSY * believedNanos, now)
        ? CompletableFuture.completedFuture(known)
        : again;
  }

  /**
   * A page is looked at that was this one before: what belongs to it may be looked at meanwhile, so
   * that the visitor waits once.
   */
  void lookAhead(HotAsset last, String acceptEncoding) {
    if (believedNanos > 0) {
      resolve(last, acceptEncoding);
    }
  }

  /** A look that is under way serves all who come meanwhile, where an answer is believed at all. */
  private CompletableFuture<ResolvedPage> lookAgain(
      Asked asked, HotAsset page, ResolvedPage known, long now) {
    CompletableFuture<ResolvedPage> mine = new CompletableFuture<>();
    CompletableFuture<ResolvedPage> earlier = looks.putIfAbsent(asked, mine);
    if (earlier != null && believedNanos > 0) {
      return earlier;
    }
    if (known != null) {
      known.targets().forEach(this::look); // meanwhile: most often they still are the page's
    }
    sources
        .of(page.path(), page.facts())
        .thenCompose(list -> find(page.facts(), list, asked.acceptEncoding(), now))
        .whenComplete(
            (found, failure) -> {
              if (found != null) {
                resolved.put(asked, found);
              }
              looks.remove(asked, mine);
              if (failure == null) {
                mine.complete(found);
              } else {
                mine.completeExceptionally(failure);
              }
            });
    return mine;
  }

  private CompletionStage<ResolvedPage> find(
      AssetFacts page, PageAssets pageAssets, String acceptEncoding, long now) {
    List<CompletableFuture<AheadCandidate>> looks = new ArrayList<>();
    for (PageAsset asset : pageAssets.assets()) {
      named.put(asset.target(), true);
      looks.add(candidate(asset, acceptEncoding).toCompletableFuture());
    }
    return CompletableFuture.allOf(looks.toArray(CompletableFuture[]::new))
        .thenApply(
            all -> {
              List<AheadCandidate> found = looks.stream().map(CompletableFuture::join).toList();
              return new ResolvedPage(page, pageAssets, found, now);
            });
  }

  private CompletionStage<AheadCandidate> candidate(PageAsset asset, String acceptEncoding) {
    return look(asset.target())
        .thenApply(
            found ->
                new AheadCandidate(
                    asset, found.map(it -> found(asset.target(), it, acceptEncoding))));
  }

  private CompletionStage<Optional<HotAsset>> look(String target) {
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    HotAsset known = assets.fresh(path);
    if (known != null) {
      return CompletableFuture.completedStage(Optional.of(known));
    }
    return CanonicalPath.read(path) instanceof CanonicalPath canonical
        ? assets.look(canonical)
        : CompletableFuture.completedStage(Optional.empty());
  }

  private AheadCandidate.Found found(String target, HotAsset asset, String acceptEncoding) {
    int question = target.indexOf('?');
    String query = question < 0 ? null : target.substring(question + 1);
    return new AheadCandidate.Found(
        AssetKey.of(target, asset.facts().content()),
        assets.bytes(asset, acceptEncoding),
        assets.freshSeconds(asset, query));
  }
}
