package dev.margay.server.learning;

import dev.margay.server.http.Destination;
import dev.margay.server.learning.PageAsset.Importance;
import dev.margay.server.learning.Sighting.Via;
import dev.margay.server.learning.Tally.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What visits say that a page needs, most important first and then in the order in which browsers
 * needed it. Where the page's source named an asset, its word on the importance stands; else it is
 * told by what it is, and by when and whence it was asked for.
 */
final class LearntAssets {
  /** A burst of requests: the time in which a browser asks for all that it found in the head. */
  private static final int EARLY_MILLIS = 1000;

  /** Smaller ones are icons and backgrounds. */
  private static final int MAIN_IMAGE_BYTES = 8 * 1024;

  private final List<Tally> learnt = new ArrayList<>();
  private final List<Tally> stillSent = new ArrayList<>();
  private final int first;
  private final int firstImage;
  private final Optional<String> mainImage;

  private record Ranked(PageAsset asset, int rank, int delay) {}

  private static final Comparator<Ranked> MOST_IMPORTANT_FIRST =
      Comparator.comparing((Ranked one) -> one.asset().importance())
          .thenComparing(Ranked::rank)
          .thenComparing(Ranked::delay)
          .thenComparing(one -> one.asset().target());

  private LearntAssets(List<Visit> visits) {
    for (Tally tally : tallies(visits)) {
      Verdict verdict = tally.verdict();
      if (verdict == Verdict.LEARNT) {
        learnt.add(tally);
      } else if (verdict == Verdict.STILL_SENT) {
        stillSent.add(tally);
      }
    }
    first = learnt.stream().mapToInt(Tally::delay).min().orElse(0);
    firstImage =
        learnt.stream()
            .filter(tally -> is(tally, Destination.IMAGE))
            .mapToInt(Tally::rank)
            .min()
            .orElse(Integer.MAX_VALUE);
    mainImage = mainImage();
  }

  /**
   * The assets of a page.
   *
   * @param visits newest first
   */
  static List<PageAsset> of(List<Visit> visits) {
    return new LearntAssets(visits).ranked();
  }

  private static List<Tally> tallies(List<Visit> visits) {
    Set<String> targets = new LinkedHashSet<>();
    for (Visit visit : visits) {
      visit.sent().forEach(asset -> targets.add(asset.target()));
      visit.asked().forEach(one -> targets.add(one.target()));
    }
    List<Tally> tallies = new ArrayList<>();
    for (String target : targets) {
      Tally tally = new Tally(target);
      visits.forEach(tally::add);
      tallies.add(tally);
    }
    return tallies;
  }

  /**
   * The largest of the images that browsers ask for at once, unless one is already sent as such.
   */
  private Optional<String> mainImage() {
    boolean sent =
        stillSent.stream()
            .flatMap(tally -> tally.sent().stream())
            .anyMatch(asset -> asset.importance() == Importance.MAIN_IMAGE);
    return sent
        ? Optional.empty()
        : learnt.stream()
            .filter(tally -> is(tally, Destination.IMAGE) && early(tally))
            .filter(tally -> tally.bytes() >= MAIN_IMAGE_BYTES)
            .max(Comparator.comparing(Tally::bytes))
            .map(Tally::target);
  }

  private List<PageAsset> ranked() {
    List<Ranked> all = new ArrayList<>();
    for (int i = 0; i < stillSent.size(); i++) {
      all.add(new Ranked(stillSent.get(i).sent().orElseThrow(), i, 0));
    }
    learnt.forEach(tally -> all.add(new Ranked(asset(tally), tally.rank(), tally.delay())));
    return all.stream().sorted(MOST_IMPORTANT_FIRST).map(Ranked::asset).toList();
  }

  private PageAsset asset(Tally tally) {
    Sighting last = tally.last();
    return new PageAsset(tally.target(), last.destination(), last.loading(), importance(tally));
  }

  private Importance importance(Tally tally) {
    return tally.last().importance().orElseGet(() -> importanceByBehaviour(tally));
  }

  private Importance importanceByBehaviour(Tally tally) {
    boolean ofPage = tally.last().via() == Via.PAGE;
    return switch (tally.last().destination()) {
      case STYLE -> early(tally) || !ofPage ? Importance.BLOCKING_STYLE : Importance.REST;
      case SCRIPT ->
          ofPage && early(tally) && tally.rank() < firstImage
              ? Importance.HEAD_SCRIPT
              : Importance.REST;
      case IMAGE ->
          mainImage.equals(Optional.of(tally.target())) ? Importance.MAIN_IMAGE : Importance.REST;
      case FONT -> Importance.REST;
    };
  }

  private boolean early(Tally tally) {
    return tally.delay() - first <= EARLY_MILLIS;
  }

  private static boolean is(Tally tally, Destination destination) {
    return tally.last().destination() == destination;
  }
}
