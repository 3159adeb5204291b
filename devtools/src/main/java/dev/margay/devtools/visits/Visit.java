package dev.margay.devtools.visits;

import dev.margay.server.pages.PagePlan;
import dev.margay.server.visitor.CacheDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A page that somebody went to, and what followed; as it was at one moment. Immutable.
 *
 * @param id counts visits up from 1
 * @param revision grows with each change of any visit
 * @param plan what was decided for the page; none where sending ahead is off, or nothing is known
 * @param promised when which target was promised, by {@link System#nanoTime()}
 * @param hinted when the 103 was sent, likewise
 * @param before the digest that the page's request presented
 * @param after the last one that a response of the visit set
 * @param requests in the order of their coming; the page first
 * @param leftOut how many more there were than are kept
 */
record Visit(
    long id,
    long revision,
    Optional<PagePlan> plan,
    Map<String, Long> promised,
    OptionalLong hinted,
    Optional<CacheDigest> before,
    Optional<CacheDigest> after,
    List<Seen> requests,
    int leftOut) {
  Visit {
    promised = Map.copyOf(promised);
    requests = List.copyOf(requests);
  }

  /** The request for the page itself. */
  Asked page() {
    return requests.get(0).asked();
  }

  /** Milliseconds from the visit's beginning, to the microsecond. */
  double millis(long nanos) {
    return Math.round((nanos - page().nanos()) / 1e3) / 1e3;
  }
}
