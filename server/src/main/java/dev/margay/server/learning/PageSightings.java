package dev.margay.server.learning;

import dev.margay.server.learning.PageAssets.Source;
import dev.margay.server.learning.Visit.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is remembered of the visits to one version of one page: a bounded window of the newest, so
 * that what browsers stop asking for is forgotten. Immutable. A union of two windows is a window,
 * whatever the order and however often, so processes can share what each saw without counting
 * anything twice.
 *
 * <p>The window, for each kind of visit:
 *
 * <ul>
 *   <li>at most 64 visits; when it is full, one more in five minutes, so that it spans hours;
 *   <li>beyond the newest 20, none that is older than a day;
 *   <li>of one address at most four, or an eighth of the window, the newest: a flood from one
 *       address replaces nobody's visits but its own.
 * </ul>
 */
final class PageSightings {
  /** How many visits have to be counted before they say anything (behaviour, section 6). */
  static final int COUNTED = 20;

  /** How many visits of one kind are kept. */
  static final int KEPT = 64;

  /** How long a visit is kept if there are newer ones. */
  static final Duration FRESH = Duration.ofDays(1);

  /** How long a visit is kept in any case. */
  static final Duration FORGOTTEN = Duration.ofDays(30);

  /** How often a full window takes another visit. */
  static final Duration SPACING = Duration.ofMinutes(5);

  /** How far the clocks of machines that share may be apart. */
  private static final Duration SKEW = Duration.ofHours(1);

  private static final int LEAST_OF_ONE_ADDRESS = 4;
  private static final int MOST_SHARE_OF_ONE_ADDRESS = 8;
  private static final Comparator<Visit> NEWEST_FIRST =
      Comparator.comparing(Visit::at).thenComparing(Visit::id).reversed();

  /** Of a page that nobody visited. */
  static final PageSightings NONE = new PageSightings(List.of());

  /** Newest first, both kinds. */
  private final List<Visit> visits;

  private final Set<String> targets = new HashSet<>();
  private final Optional<PageAssets> assets;
  private final int weight;

  private PageSightings(List<Visit> visits) {
    this.visits = List.copyOf(visits);
    for (Visit visit : visits) {
      visit.asked().forEach(one -> targets.add(one.target()));
      visit.sent().forEach(asset -> targets.add(asset.target()));
    }
    this.assets =
        visits.size() < COUNTED
            ? Optional.empty()
            : Optional.of(new PageAssets(Source.TRAFFIC, LearntAssets.of(visits)));
    this.weight =
        500
            + visits.stream().mapToInt(Visit::weight).sum()
            + targets.stream().mapToInt(target -> 100 + target.length()).sum();
  }

  /** These visits and more, as far as the window at {@code now} holds them. */
  PageSightings with(Collection<Visit> more, Instant now) {
    Map<Long, Visit> all = new HashMap<>();
    visits.forEach(visit -> all.put(visit.id(), visit));
    more.forEach(visit -> all.putIfAbsent(visit.id(), visit));
    List<Visit> window = new ArrayList<>(window(all.values(), Kind.PLAIN, now));
    window.addAll(window(all.values(), Kind.HELPED, now));
    window.sort(NEWEST_FIRST);
    return window.equals(visits) ? this : new PageSightings(window);
  }

  private static List<Visit> window(Collection<Visit> all, Kind kind, Instant now) {
    List<Visit> visits =
        all.stream()
            .filter(visit -> visit.kind() == kind)
            .filter(visit -> visit.at().isAfter(now.minus(FORGOTTEN)))
            .filter(visit -> visit.at().isBefore(now.plus(SKEW)))
            .sorted(NEWEST_FIRST)
            .toList();
    Map<Integer, Integer> ofAddress = new HashMap<>();
    visits.forEach(visit -> ofAddress.merge(visit.address(), 1, Integer::sum));
    Map<Integer, Integer> left = new HashMap<>();
    ofAddress.forEach((address, own) -> left.put(address, share(visits.size() - own)));
    List<Visit> window = new ArrayList<>();
    for (Visit visit : visits) {
      boolean fresh = visit.at().isAfter(now.minus(FRESH));
      if (window.size() < (fresh ? KEPT : COUNTED)
          && left.merge(visit.address(), -1, Integer::sum) >= 0) {
        window.add(visit);
      }
    }
    return window;
  }

  /** How many visits one address may have beside those of all others. */
  private static int share(int others) {
    return Math.max(LEAST_OF_ONE_ADDRESS, Math.min(others, KEPT) / (MOST_SHARE_OF_ONE_ADDRESS - 1));
  }

  /**
   * Whether a visit of this kind, from this address, would be kept now. Of a full window only
   * others' visits make an address wait, so nobody can take every turn; an address that has its
   * share waits for itself.
   */
  boolean wants(Kind kind, int address, Instant now) {
    Map<Boolean, List<Visit>> same =
        visits.stream()
            .filter(visit -> visit.kind() == kind)
            .collect(Collectors.partitioningBy(visit -> visit.address() == address));
    List<Visit> own = same.get(true);
    List<Visit> others = same.get(false);
    boolean full = own.size() + others.size() >= KEPT;
    boolean share = own.size() >= share(others.size());
    return !(full && recent(others, now)) && !(share && recent(own, now));
  }

  private static boolean recent(List<Visit> newestFirst, Instant now) {
    return !newestFirst.isEmpty() && newestFirst.get(0).at().plus(SPACING).isAfter(now);
  }

  /** What belongs to the page; empty until enough visits were counted. */
  Optional<PageAssets> assets() {
    return assets;
  }

  /** All that the visits asked for, or were sent. */
  Set<String> targets() {
    return targets;
  }

  /** The visits, newest first. */
  List<Visit> visits() {
    return visits;
  }

  /** When the newest visit was; the beginning of time if there was none. */
  Instant newest() {
    return visits.isEmpty() ? Instant.EPOCH : visits.get(0).at();
  }

  /** About how many bytes of memory this takes. */
  int weight() {
    return weight;
  }
}
