package dev.margay.server.pages;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.margay.rcache.key.ContentHash;
import dev.margay.server.ahead.AheadCandidate;
import dev.margay.server.assets.HotAsset;
import dev.margay.server.assets.SiteAssets;
import dev.margay.server.catalog.AssetFacts;
import dev.margay.server.http.CanonicalPath;
import dev.margay.server.http.CodingNegotiation;
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
  /** Of all remembered pages together: about 16 MiB. */
  private static final int MOST_ASSETS = 32_768;

  private static final int TARGETS = 16_384;

  /** While a page is in demand, its last answer serves until the next is there, for so long. */
  private static final int BUSY = 2;

  /** The list that counts, and what the page's own HTML and CSS name. */
  private record Lists(PageAssets wanted, PageAssets markup) {}

  private record Asked(String path, ContentHash content, CodingNegotiation accepted) {
    /** A path has few versions, and its text knows its hash. */
    @Override
    public int hashCode() {
      return path.hashCode();
    }
  }

  private final SiteAssets assets;
  private final PageAssetSources sources;
  private final long believedNanos;
  private final Cache<Asked, ResolvedPage> resolved =
      Caffeine.newBuilder()
          .maximumWeight(MOST_ASSETS)
          .weigher((Asked asked, ResolvedPage page) -> page.weight())
          .executor(Runnable::run)
          .build();
  private final Map<Asked, CompletableFuture<ResolvedPage>> looks = new ConcurrentHashMap<>();
  private final Cache<String, Boolean> named =
      Caffeine.newBuilder().maximumSize(TARGETS).executor(Runnable::run).build();

  PageResolver(SiteAssets assets, PageAssetSources sources, Duration believed) {
    this.assets = assets;
    this.sources = sources;
    this.believedNanos = believed.toNanos();
  }

  /** What the markup of {@code page} says of a target, once that is known; from any thread. */
  Function<String, Optional<PageAsset>> markupOf(HotAsset page) {
    CompletableFuture<PageAssets> named =
        sources.named(page.path(), page.facts()).toCompletableFuture();
    return target -> ResolvedPage.named(named.getNow(PageAssets.NONE), target);
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
    Asked asked =
        new Asked(
            page.path().spelling(), page.facts().content(), assets.negotiation(acceptEncoding));
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
    try {
      if (known != null) {
        known.targets().forEach(this::look); // meanwhile: most often they still are the page's
      }
      sources
          .of(page.path(), page.facts())
          .thenCombine(sources.named(page.path(), page.facts()), Lists::new)
          .thenCompose(lists -> find(page.facts(), lists, asked.accepted(), now))
          .whenComplete((found, failure) -> looked(asked, mine, found, failure));
    } catch (RuntimeException e) {
      looked(asked, mine, null, e);
    }
    return mine;
  }

  private void looked(
      Asked asked, CompletableFuture<ResolvedPage> mine, ResolvedPage found, Throwable failure) {
    if (found != null) {
      resolved.put(asked, found);
    }
    looks.remove(asked, mine);
    if (failure == null) {
      mine.complete(found);
    } else {
      mine.completeExceptionally(failure);
    }
  }

  private CompletionStage<ResolvedPage> find(
      AssetFacts page, Lists lists, CodingNegotiation accepted, long now) {
    List<CompletableFuture<AheadCandidate>> looks = new ArrayList<>();
    for (PageAsset asset : lists.wanted().assets()) {
      named.put(asset.target(), true);
      looks.add(candidate(asset, accepted).toCompletableFuture());
    }
    return CompletableFuture.allOf(looks.toArray(CompletableFuture[]::new))
        .thenApply(
            all -> {
              List<AheadCandidate> found = looks.stream().map(CompletableFuture::join).toList();
              return new ResolvedPage(page, lists.wanted(), lists.markup(), found, now);
            });
  }

  private CompletionStage<AheadCandidate> candidate(PageAsset asset, CodingNegotiation accepted) {
    return look(asset.target())
        .thenApply(
            found ->
                new AheadCandidate(asset, found.map(it -> found(asset.target(), it, accepted))));
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

  private AheadCandidate.Found found(String target, HotAsset asset, CodingNegotiation accepted) {
    int question = target.indexOf('?');
    String query = question < 0 ? null : target.substring(question + 1);
    return new AheadCandidate.Found(
        AssetKey.of(target, asset.facts().content()),
        assets.bytes(asset, accepted),
        assets.freshSeconds(asset, query));
  }
}
