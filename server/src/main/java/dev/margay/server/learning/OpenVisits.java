package dev.margay.server.learning;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The visits that last, bounded: 4,096 in all, and 16 of one network, so that nobody takes
 * everyone's place. Of one owner.
 */
final class OpenVisits {
  private static final int MOST = 4096;
  private static final int MOST_OF_ONE_NETWORK = 16;

  /** By the visitor's network, the newest first. */
  private final Map<String, Deque<OpenVisit>> byNetwork = new HashMap<>();

  /** In the order in which they were opened. */
  private final Deque<OpenVisit> all = new ArrayDeque<>();

  /** Whether there is no room for another visit, or for one more of this visitor's network. */
  boolean full(Visitor visitor) {
    Deque<OpenVisit> neighbours = byNetwork.get(AddressHash.network(visitor.address()));
    return all.size() >= MOST || (neighbours != null && neighbours.size() >= MOST_OF_ONE_NETWORK);
  }

  /** A visit begins, for which there is room. */
  void open(Navigation navigation) {
    OpenVisit visit = new OpenVisit(navigation);
    byNetwork
        .computeIfAbsent(
            AddressHash.network(navigation.visitor().address()), network -> new ArrayDeque<>())
        .addFirst(visit);
    all.addLast(visit);
  }

  /**
   * Gives the request to the visit that it belongs to: the newest, but one that lacks the target
   * before one that has it, so that visitors who share an address each get theirs.
   */
  void asked(AssetRequest request) {
    if (!request.tells()) {
      return;
    }
    Deque<OpenVisit> visits = byNetwork.get(AddressHash.network(request.visitor().address()));
    Optional<Referrer> referrer = Referrer.of(request.referer());
    if (visits == null || referrer.isEmpty()) {
      return;
    }
    for (OpenVisit visit : visits) {
      Optional<Sighting.Via> via = visit.via(request, referrer.get());
      if (via.isPresent() && !visit.has(request)) {
        visit.add(request, via.get());
        return;
      }
    }
  }

  /** Takes out the visits that are over at {@code now}, the oldest first. */
  List<OpenVisit> close(Instant now) {
    List<OpenVisit> over = new ArrayList<>();
    Iterator<OpenVisit> oldest = all.iterator();
    while (oldest.hasNext()) {
      OpenVisit visit = oldest.next();
      if (visit.navigation().at().plus(Navigation.CLOSED).isAfter(now)) {
        break;
      }
      oldest.remove();
      String network = AddressHash.network(visit.navigation().visitor().address());
      Deque<OpenVisit> neighbours = byNetwork.get(network);
      neighbours.remove(visit);
      forget(network, neighbours);
      over.add(visit);
    }
    return over;
  }

  private void forget(String network, Deque<OpenVisit> neighbours) {
    if (neighbours.isEmpty()) {
      byNetwork.remove(network);
    }
  }

  /** How many last. */
  int size() {
    return all.size();
  }
}
