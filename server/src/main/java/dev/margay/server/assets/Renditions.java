package dev.margay.server.assets;

import dev.margay.rcache.Outcome;
import dev.margay.rcache.Representation;
import dev.margay.rcache.RepresentationCache;
import dev.margay.rcache.coding.EncodingPolicy;
import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.Tier;
import java.lang.ref.WeakReference;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Fills a hot asset with representations from the cache: the one at hand first, and the best tier,
 * made in the background, when it is ready.
 */
final class Renditions {
  /** How often the best tier of one coding of an asset is asked for, until it is there. */
  private static final long IMPROVE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final RepresentationCache cache;
  private final Consumer<HotAsset> grown;

  /**
   * Renditions from {@code cache}.
   *
   * @param grown is told of each asset that has gained a body
   */
  Renditions(RepresentationCache cache, Consumer<HotAsset> grown) {
    this.cache = cache;
    this.grown = grown;
  }

  /**
   * What to send of {@code asset} in {@code coding}: completes when it is there, and is empty when
   * it cannot be had for now. Never completes exceptionally.
   */
  CompletionStage<Optional<Rendition>> render(HotAsset asset, ContentCoding coding) {
    CompletableFuture<Optional<Rendition>> mine = new CompletableFuture<>();
    CompletableFuture<Optional<Rendition>> earlier = asset.join(coding, mine);
    if (earlier != null) {
      return earlier;
    }
    cache
        .soonest(asset.facts().content(), coding, asset.facts().plain())
        .whenComplete(
            (outcome, failure) -> {
              Optional<Rendition> rendition =
                  failure == null ? take(asset, coding, outcome) : Optional.empty();
              asset.landed(coding);
              mine.complete(rendition);
            });
    return mine;
  }

  private Optional<Rendition> take(HotAsset asset, ContentCoding coding, Outcome outcome) {
    if (outcome instanceof Outcome.Unavailable) {
      return Optional.empty();
    }
    Representation made = outcome instanceof Outcome.Ready ready ? ready.representation() : null;
    boolean settled =
        !betterIsWorthwhile(asset) || (made != null && made.key().tier() == Tier.BEST);
    Rendition rendition = asset.fill(coding, made, settled);
    grown.accept(asset);
    if (!settled) {
      improve(asset, coding);
    }
    return Optional.of(rendition);
  }

  private static boolean betterIsWorthwhile(HotAsset asset) {
    return EncodingPolicy.worthwhile(
        asset.facts().type().compressible(), asset.facts().plain().length(), Tier.BEST);
  }

  /**
   * Asks for the best tier, which takes the fast one's place when it is ready. Called again at
   * later requests, because another process may have made it, or the first try may have failed.
   * Thousands of such jobs may wait, so none keeps an asset's bytes in memory.
   */
  void improve(HotAsset asset, ContentCoding coding) {
    if (!asset.improveAgain(coding, IMPROVE_NANOS, System.nanoTime())) {
      return;
    }
    WeakReference<HotAsset> waiting = new WeakReference<>(asset);
    cache
        .obtain(cache.encoders().key(asset.facts().content(), coding, Tier.BEST), asset.unloaded())
        .thenAccept(outcome -> improved(waiting.get(), coding, outcome));
  }

  private void improved(HotAsset asset, ContentCoding coding, Outcome outcome) {
    if (asset == null) {
      return; // not in memory any more; the next to ask finds the best tier in the store
    }
    if (outcome instanceof Outcome.Ready ready) {
      asset.fill(coding, ready.representation(), true);
      grown.accept(asset);
    } else if (outcome instanceof Outcome.NotSmaller) {
      asset.fill(coding, null, true);
    }
  }
}
