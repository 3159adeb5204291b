package dev.margay.server.ahead;

import dev.margay.server.learning.PageAsset.Importance;
import dev.margay.server.learning.PageAssets.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Decides what is sent ahead of a page. A pure function: all assets of the page, less what the
 * visitor has, in the order in which the page needs them, within a budget.
 *
 * <p>Measured in browsers: whatever overtakes a style sheet that blocks painting delays the first
 * paint, fonts most of all; so style sheets come first, and where one of them does not fit, nothing
 * is sent behind it.
 */
public final class AheadPlanner {
  /** What is fresh for less is fetched again before it is used. */
  static final long SHORTEST_FRESHNESS_SECONDS = 10;

  private static final Comparator<AheadCandidate> BY_IMPORTANCE =
      Comparator.comparing((AheadCandidate candidate) -> candidate.asset().importance());

  private AheadPlanner() {}

  /** The order in which a page needs its assets; those of one class stay as they are. */
  public static List<AheadCandidate> inOrder(List<AheadCandidate> candidates) {
    return candidates.stream().sorted(BY_IMPORTANCE).toList();
  }

  /**
   * The plan for one visit.
   *
   * @param source who says that these assets belong to the page
   * @param candidates {@linkplain #inOrder in order}
   * @param possession what this visitor does not need
   */
  public static AheadPlan plan(
      Source source, List<AheadCandidate> candidates, Possession possession, AheadBudget budget) {
    List<AheadPlan.Step> steps = new ArrayList<>(candidates.size());
    Room room = new Room(budget);
    for (AheadCandidate candidate : candidates) {
      steps.add(new AheadPlan.Step(candidate, verdict(candidate, possession, room)));
    }
    return new AheadPlan(source, steps);
  }

  private static Verdict verdict(AheadCandidate candidate, Possession possession, Room room) {
    if (candidate.fieldBytes().isEmpty()) {
      return Verdict.ELSEWHERE;
    }
    if (candidate.found().isEmpty()) {
      return Verdict.MISSING;
    }
    AheadCandidate.Found found = candidate.found().get();
    if (found.freshSeconds() < SHORTEST_FRESHNESS_SECONDS) {
      return Verdict.NOT_FRESH;
    }
    Optional<Verdict> needless = possession.of(candidate.target(), found.key());
    return needless.orElseGet(() -> room.take(candidate, found));
  }

  /** What is left of the budget while a plan is made. */
  private static final class Room {
    private int assets;
    private long bytes;
    private int fieldBytes;
    private boolean styleLeftOut;

    Room(AheadBudget budget) {
      this.assets = budget.assets();
      this.bytes = budget.bytes();
      this.fieldBytes = budget.fieldBytes();
    }

    Verdict take(AheadCandidate candidate, AheadCandidate.Found found) {
      boolean style = candidate.asset().importance() == Importance.BLOCKING_STYLE;
      if (styleLeftOut && !style) {
        return Verdict.BEHIND_STYLE;
      }
      Verdict verdict = fit(candidate, found);
      if (verdict == Verdict.AHEAD) {
        assets--;
        bytes -= found.bytes();
        fieldBytes -= candidate.fieldBytes().orElseThrow();
      } else if (style) {
        styleLeftOut = true;
      }
      return verdict;
    }

    private Verdict fit(AheadCandidate candidate, AheadCandidate.Found found) {
      if (assets == 0) {
        return Verdict.OVER_COUNT;
      }
      if (found.bytes() > bytes) {
        return Verdict.OVER_BYTES;
      }
      return candidate.fieldBytes().orElseThrow() > fieldBytes ? Verdict.OVER_FIELD : Verdict.AHEAD;
    }
  }
}
