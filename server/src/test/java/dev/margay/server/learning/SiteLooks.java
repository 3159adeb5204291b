package dev.margay.server.learning;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.margay.server.catalog.AssetCatalog;
import dev.margay.server.catalog.AssetFacts;
import dev.margay.server.catalog.Located;
import dev.margay.server.http.CanonicalPath;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Looks at files of a site, each at most once in the time for which a look is believed. Empty is
 * what is missing, or of which nothing can be promised.
 */
public final class SiteLooks
    implements Function<CanonicalPath, CompletionStage<Optional<AssetFacts>>> {
  private static final long MEMORY = 4L << 20;
  private static final int OVERHEAD = 1024;

  private final AssetCatalog catalog;
  private final Duration believed;
  private final InstantSource clock;

  /** What was found, and when; bounded by the bytes of the files that are held in memory. */
  private final Cache<CanonicalPath, Look> looks =
      Caffeine.newBuilder()
          .maximumWeight(MEMORY)
          .weigher((CanonicalPath path, Look look) -> look.weight())
          .build();

  private record Look(Optional<AssetFacts> found, Instant at) {
    int weight() {
      return OVERHEAD + found.map(facts -> facts.plain().weight()).orElse(0);
    }
  }

  /** Looks through {@code catalog}. */
  public SiteLooks(AssetCatalog catalog, Duration believed, InstantSource clock) {
    this.catalog = catalog;
    this.believed = believed;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Optional<AssetFacts>> apply(CanonicalPath path) {
    Look last = looks.getIfPresent(path);
    Instant now = clock.instant();
    if (last != null && Duration.between(last.at(), now).abs().compareTo(believed) < 0) {
      return CompletableFuture.completedStage(last.found());
    }
    AssetFacts known = last == null ? null : last.found().orElse(null);
    return catalog
        .look(path, known)
        .thenApply(
            located -> {
              Optional<AssetFacts> found =
                  located instanceof Located.Found one
                      ? Optional.of(one.facts())
                      : Optional.empty();
              looks.put(path, new Look(found, now));
              return found;
            });
  }
}
