package dev.margay.server.assets;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.margay.server.catalog.AssetCatalog;
import dev.margay.server.catalog.AssetFacts;
import dev.margay.server.catalog.Located;
import dev.margay.server.derive.Derivations;
import dev.margay.server.http.AssetKind;
import dev.margay.server.http.CanonicalPath;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The assets of one domain that are in memory, by the canonical spelling of their path, bounded by
 * the bytes that they hold. An entry is believed for a short time; then the file is looked at
 * again, once for all who ask meanwhile.
 */
final class HotAssets {
  /** How many scripts are remembered to be service workers, which are never cached like scripts. */
  private static final int SERVICE_WORKERS = 256;

  /**
   * How often the files of an asset that is served from memory are marked as used. What is asked
   * for all day is else the first to be evicted, because nobody reads its files.
   */
  private static final long IN_USE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** What a path led to, with the entry for it where that is a file. */
  record Looked(Located located, HotAsset asset) {}

  /** A look under way: when it began, by {@link System#nanoTime()}, and what it will have seen. */
  private record Look(long begun, CompletableFuture<Looked> seen) {}

  private final AssetCatalog catalog;
  private final Derivations derivations;
  private final FieldRules rules;
  private final long believedNanos;
  private final Cache<String, HotAsset> assets;
  private final Map<String, Look> looks = new ConcurrentHashMap<>();
  private final Set<String> serviceWorkers = ConcurrentHashMap.newKeySet();

  /**
   * Assets of {@code catalog}.
   *
   * @param derivations what is made of them before they are served
   * @param believed for how long an entry is served before its file is looked at again
   * @param bytes how much memory the entries may take
   */
  HotAssets(
      AssetCatalog catalog,
      Derivations derivations,
      FieldRules rules,
      Duration believed,
      long bytes) {
    this.catalog = catalog;
    this.derivations = derivations;
    this.rules = rules;
    this.believedNanos = believed.toNanos();
    this.assets =
        Caffeine.newBuilder()
            .maximumWeight(bytes)
            .weigher((String spelling, HotAsset asset) -> asset.weight())
            .executor(Runnable::run)
            .build();
  }

  /**
   * The entry under this spelling, if its file was looked at lately; or else null. One in sixteen
   * such uses is told to the cache, which is dear, and keeps what is used most.
   */
  HotAsset fresh(String spelling) {
    HotAsset asset = assets.policy().getIfPresentQuietly(spelling);
    if (asset != null && asset.servedSixteenTimes()) {
      asset = assets.getIfPresent(spelling);
    }
    return asset != null && asset.lookedAtWithin(believedNanos, System.nanoTime()) ? asset : null;
  }

  /** The entry under this spelling, however long ago its file was looked at; or else null. */
  HotAsset last(String spelling) {
    return assets.getIfPresent(spelling);
  }

  /**
   * Looks at what {@code path} leads to now. A look that began longer ago than an entry is believed
   * is waited for and then repeated: a large file may have been hashed all that time, and what was
   * written meanwhile is not to be missed.
   */
  CompletionStage<Looked> look(CanonicalPath path) {
    String spelling = path.spelling();
    Look mine = new Look(System.nanoTime(), new CompletableFuture<>());
    Look earlier = looks.putIfAbsent(spelling, mine);
    if (earlier != null) {
      return mine.begun() - earlier.begun() <= believedNanos
          ? earlier.seen()
          : earlier.seen().handle((seen, failure) -> look(path)).thenCompose(again -> again);
    }
    HotAsset known = assets.getIfPresent(spelling);
    AssetFacts facts = known == null ? null : known.facts();
    // Admitted before the next look may begin: an older one never takes a newer one's place.
    catalog
        .look(path, facts)
        .thenApply(located -> derivations.of(path, located, facts))
        .thenApply(located -> admit(path, located, known, mine.begun()))
        .whenComplete(
            (looked, failure) -> {
              looks.remove(spelling, mine);
              if (failure == null) {
                mine.seen().complete(looked);
              } else {
                mine.seen().completeExceptionally(failure);
              }
            });
    return mine.seen();
  }

  private Looked admit(CanonicalPath path, Located located, HotAsset known, long begun) {
    String spelling = path.spelling();
    if (!(located instanceof Located.Found found)) {
      assets.invalidate(spelling);
      return new Looked(located, null);
    }
    if (known != null && known.facts().equals(found.facts())) {
      known.lookedAt(begun);
      if (known.usedAgain(IN_USE_NANOS, begun)) {
        catalog.used(known.facts(), known.made());
      }
      return new Looked(located, known);
    }
    HotAsset asset = new HotAsset(path, found.facts(), rules, serviceWorkers.contains(spelling));
    asset.lookedAt(begun);
    if (known != null) {
      asset.inherit(known);
      catalog.replaced(known.facts(), found.facts());
    }
    assets.put(spelling, asset);
    return new Looked(located, asset);
  }

  /** Weighs {@code asset} anew, unless another has taken its place. */
  void reweigh(HotAsset asset) {
    assets.asMap().replace(asset.path().spelling(), asset, asset);
  }

  /** Forgets {@code asset}, whose file turned out to have changed. */
  void distrust(HotAsset asset) {
    assets.asMap().remove(asset.path().spelling(), asset);
  }

  /** Takes note that a browser has asked for this script as a service worker. */
  HotAsset asServiceWorker(HotAsset asset) {
    String spelling = asset.path().spelling();
    if (asset.serviceWorker()
        || asset.facts().type().kind() != AssetKind.SCRIPT
        || serviceWorkers.size() >= SERVICE_WORKERS) {
      return asset;
    }
    serviceWorkers.add(spelling);
    HotAsset worker = new HotAsset(asset.path(), asset.facts(), rules, true);
    worker.lookedAt(asset.lookedAt());
    worker.inherit(asset);
    assets.asMap().replace(spelling, asset, worker);
    return worker;
  }
}
