package dev.margay.devtools.bench;

import java.util.ArrayList;
import java.util.List;

/** Whether a server that is being warmed has stopped getting cheaper. */
final class Settling {
  private static final int LEAST_PASSES = 4;
  private static final int LATEST = 2;

  /** Less than this share gained in the latest passes is no gain. */
  private static final double GAIN = 0.03;

  private final List<Double> costs = new ArrayList<>();

  /** Notes what a pass over all loads cost, in any unit that stays the same. */
  void passed(double cost) {
    costs.add(cost);
  }

  /** Whether the latest two passes were no cheaper than the best one before them. */
  boolean settled() {
    if (costs.size() < LEAST_PASSES) {
      return false;
    }
    int split = costs.size() - LATEST;
    double before = least(costs.subList(0, split));
    return least(costs.subList(split, costs.size())) > before * (1 - GAIN);
  }

  private static double least(List<Double> some) {
    return some.stream().mapToDouble(Double::doubleValue).min().orElse(Double.MAX_VALUE);
  }
}
