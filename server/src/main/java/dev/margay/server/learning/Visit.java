package dev.margay.server.learning;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What one visit to a page tells, once it is over. Immutable. Of the visitor it holds 16 bits.
 *
 * @param id random; the same visit, heard of twice, is one
 * @param at when
 * @param address an {@link AddressHash}
 * @param asked what the browser asked for without having been sent it, in that order
 * @param sent what was sent ahead: of this the visit tells nothing
 * @param known what the visitor had already: of this it tells nothing either
 */
record Visit(
    long id,
    Instant at,
    int address,
    List<Sighting> asked,
    List<PageAsset> sent,
    Set<String> known) {
  Visit {
    asked = List.copyOf(asked);
    sent = List.copyOf(sent);
    known = Set.copyOf(known);
  }

  /** The two kinds, which are kept apart so that the many do not push out the few. */
  enum Kind {
    /** Nothing was sent ahead: it tells of every asset. */
    PLAIN,
    /** Something was: it tells of other assets only. */
    HELPED
  }

  Kind kind() {
    return sent.isEmpty() ? Kind.PLAIN : Kind.HELPED;
  }

  /** About how many bytes of memory it takes, without the targets' text. */
  int weight() {
    return 120 + 56 * asked.size() + 40 * sent.size() + 40 * known.size();
  }
}
