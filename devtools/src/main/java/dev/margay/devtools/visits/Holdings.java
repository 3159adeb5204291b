package dev.margay.devtools.visits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.margay.rcache.RepresentationCache;
import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.key.Tier;
import dev.margay.rcache.store.Stored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What the representation cache holds of a content. It looks at the disk, and changes nothing. */
final class Holdings {
  /**
   * One representation.
   *
   * @param bytes its length; empty if the coding was tried and saved nothing
   */
  record Held(ContentCoding coding, Tier tier, OptionalLong bytes) {}

  private final RepresentationCache cache;
  private final Cache<ContentHash, List<Held>> looked =
      Caffeine.newBuilder()
          .maximumSize(1024)
          .expireAfterWrite(Duration.ofSeconds(1))
          .executor(Runnable::run)
          .build();

  Holdings(RepresentationCache cache) {
    this.cache = cache;
  }

  /** What there was of {@code content} within the last second. */
  List<Held> of(ContentHash content) {
    return looked.get(content, this::look);
  }

  private List<Held> look(ContentHash content) {
    List<Held> found = new ArrayList<>();
    for (ContentCoding coding : cache.encoders().codings()) {
      for (Tier tier : Tier.values()) {
        cache
            .store()
            .look(cache.encoders().key(content, coding, tier))
            .ifPresent(stored -> found.add(new Held(coding, tier, length(stored))));
      }
    }
    return List.copyOf(found);
  }

  private static OptionalLong length(Stored stored) {
    return stored instanceof Stored.Kept kept
        ? OptionalLong.of(kept.body().length())
        : OptionalLong.empty();
  }
}
