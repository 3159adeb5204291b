package dev.margay.devtools.bench;

import java.util.List;
import java.util.Optional;

/** The median of some figures, with the lowest and the highest of them. */
record Spread(double median, double lowest, double highest) {
  /** Of any number of figures; empty if there is none. */
  static Optional<Spread> of(List<Double> figures) {
    if (figures.isEmpty()) {
      return Optional.empty();
    }
    List<Double> sorted = figures.stream().sorted().toList();
    int half = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    return Optional.of(new Spread(median, sorted.get(0), sorted.get(sorted.size() - 1)));
  }
}
