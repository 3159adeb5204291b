package dev.margay.server.learning;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a window of visits says of one target, summed up newest first. Of one owner. */
final class Tally {
  private static final int ADDRESSES = 5;

  private final String target;
  private final List<Sighting> sightings = new ArrayList<>();
  private final List<Integer> ranks = new ArrayList<>();
  private final Set<Integer> addressesFor = new HashSet<>();
  private final Set<Integer> addressesAgainst = new HashSet<>();
  private int against;

  /** Those that tell: visitors who had it count on neither side. */
  private int visits;

  private int times;
  private Optional<PageAsset> sent = Optional.empty();

  Tally(String target) {
    this.target = target;
  }

  void add(Visit visit) {
    Optional<PageAsset> ahead =
        visit.sent().stream().filter(asset -> asset.target().equals(target)).findFirst();
    if (ahead.isPresent()) {
      visits++;
      times++;
      sent = sent.or(() -> ahead);
      return;
    }
    if (visit.known().contains(target)) {
      return;
    }
    visits++;
    for (int rank = 0; rank < visit.asked().size(); rank++) {
      if (visit.asked().get(rank).target().equals(target)) {
        sightings.add(visit.asked().get(rank));
        ranks.add(rank);
        addressesFor.add(visit.address());
        return;
      }
    }
    against++;
    addressesAgainst.add(visit.address());
  }

  /** What the visits say. */
  enum Verdict {
    /** At least half of those that tell asked for it, from at least five addresses. */
    LEARNT,
    /** It is usually sent ahead, so visits hardly tell, and not enough of them speak against it. */
    STILL_SENT,
    /** Neither. */
    LEFT_OUT
  }

  /**
   * Behaviour, section 6. It takes as many addresses to say that something which is sent ahead is
   * not needed as to say that something is.
   */
  Verdict verdict() {
    boolean half = sightings.size() >= against;
    if (half && addressesFor.size() >= ADDRESSES) {
      return Verdict.LEARNT;
    }
    boolean refuted = !half && addressesAgainst.size() >= ADDRESSES;
    return sent.isPresent() && 2 * times >= visits && !refuted
        ? Verdict.STILL_SENT
        : Verdict.LEFT_OUT;
  }

  String target() {
    return target;
  }

  /** What was sent ahead, as it was sent last. */
  Optional<PageAsset> sent() {
    return sent;
  }

  /** How it was last asked for. There is one if it is learnt. */
  Sighting last() {
    return sightings.get(0);
  }

  /** Where in the order of a visit's requests it usually came, from 0. */
  int rank() {
    return median(ranks);
  }

  /** How long after the page it was usually asked for, in milliseconds. */
  int delay() {
    return median(sightings.stream().map(Sighting::delay).toList());
  }

  /** How long its body usually was. */
  int bytes() {
    return median(sightings.stream().map(Sighting::bytes).toList());
  }

  private static int median(List<Integer> numbers) {
    return numbers.isEmpty()
        ? 0
        : numbers.stream().sorted().skip((numbers.size() - 1) / 2).findFirst().orElseThrow();
  }
}
