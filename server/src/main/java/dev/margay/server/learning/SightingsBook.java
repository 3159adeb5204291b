package dev.margay.server.learning;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.margay.server.learning.SightingsFormat.PageVisits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * All that is known of visits: those that last, and, for each version of a page, a window of those
 * that are over. Bounded by bytes; the pages that are visited least give way. One owner writes;
 * anyone may read.
 */
final class SightingsBook {
  private final OpenVisits open = new OpenVisits();
  private final LongSupplier ids;
  private final Cache<PageVersion, PageSightings> pages;

  /** Written by the owner only. */
  private AddressHash hash;

  /**
   * An empty book.
   *
   * @param ids random numbers
   * @param largest about how many bytes of memory it may take
   */
  SightingsBook(AddressHash hash, LongSupplier ids, long largest) {
    this.hash = hash;
    this.ids = ids;
    this.pages =
        Caffeine.newBuilder()
            .maximumWeight(largest)
            .weigher((PageVersion page, PageSightings one) -> one.weight())
            .executor(Runnable::run)
            .build();
  }

  /** What came of a navigation. */
  enum Beginning {
    OPENED,
    /** A prefetch, a frame, or no navigation at all. */
    NO_VISIT,
    /** The window has enough visits of this kind for now. */
    NOT_WANTED,
    /** There are too many open visits, or too many of one network. */
    FULL
  }

  /** From now on addresses are hashed as {@code shared} does. */
  void share(AddressHash shared) {
    hash = shared;
  }

  /** A flood of navigations ends at the first two questions, which cost next to nothing. */
  Beginning open(Navigation navigation) {
    if (!navigation.fetch().document()) {
      return Beginning.NO_VISIT;
    }
    if (open.full(navigation.visitor())) {
      return Beginning.FULL;
    }
    PageVersion page = navigation.page();
    int address = hash.of(navigation.visitor().address(), page);
    Visit.Kind kind = navigation.sentAhead().isEmpty() ? Visit.Kind.PLAIN : Visit.Kind.HELPED;
    if (!of(page).wants(kind, address, navigation.at())) {
      return Beginning.NOT_WANTED;
    }
    open.open(navigation);
    return Beginning.OPENED;
  }

  void asked(AssetRequest request) {
    open.asked(request);
  }

  /**
   * Sums up the visits that are over.
   *
   * @return those that were counted, for others to know
   */
  List<PageVisits> close(Instant now) {
    List<PageVisits> counted = new ArrayList<>();
    for (OpenVisit over : open.close(now)) {
      PageVersion page = over.navigation().page();
      PageSightings before = of(page);
      over.sum(ids.getAsLong(), hash, before.targets())
          .filter(visit -> before.wants(visit.kind(), visit.address(), visit.at()))
          .map(visit -> new PageVisits(page, List.of(visit)))
          .ifPresent(
              visit -> {
                add(visit, now);
                counted.add(visit);
              });
    }
    return counted;
  }

  /** Adds visits that others may have seen. */
  void add(PageVisits visits, Instant now) {
    PageSightings before = of(visits.page());
    PageSightings after = before.with(visits.visits(), now);
    if (!after.visits().isEmpty()) {
      pages.put(visits.page(), after);
    }
  }

  /**
   * What is worth keeping of a domain: each page's newest version, and others while they are still
   * visited, as during a roll-out.
   */
  List<PageVisits> of(String domain, Instant now) {
    Map<String, Instant> newest = new HashMap<>();
    Map<PageVersion, PageSightings> all = pages.asMap();
    all.forEach(
        (page, one) -> {
          if (page.domain().equals(domain)) {
            newest.merge(page.path(), one.newest(), (a, b) -> a.isAfter(b) ? a : b);
          }
        });
    List<PageVisits> kept = new ArrayList<>();
    all.forEach(
        (page, one) -> {
          if (!page.domain().equals(domain)) {
            return;
          }
          PageSightings current = one.with(List.of(), now);
          boolean superseded = current.newest().isBefore(newest.get(page.path()));
          boolean old = current.newest().isBefore(now.minus(PageSightings.FRESH));
          if (current.visits().isEmpty() || (superseded && old)) {
            pages.invalidate(page);
          } else {
            kept.add(new PageVisits(page, current.visits()));
          }
        });
    return kept;
  }

  /** The window of visits to {@code page}; any thread may ask. */
  PageSightings of(PageVersion page) {
    return Optional.ofNullable(pages.getIfPresent(page)).orElse(PageSightings.NONE);
  }

  /** How many visits last. */
  int open() {
    return open.size();
  }

  /** About how many bytes of memory the windows take. */
  long weight() {
    pages.cleanUp();
    return pages.policy().eviction().orElseThrow().weightedSize().orElseThrow();
  }
}
