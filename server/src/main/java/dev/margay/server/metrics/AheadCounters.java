package dev.margay.server.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** Counts what was decided of the assets of all pages, and which pushes were not wanted. */
public final class AheadCounters {
  /**
   * One series.
   *
   * @param delivery how the page's plan was delivered
   * @param outcome what became of an asset
   */
  public record Series(String delivery, String outcome) {}

  private final Map<Series, LongAdder> counts = new ConcurrentHashMap<>();

  /** Counts some assets. */
  public void count(String delivery, String outcome, long assets) {
    counts.computeIfAbsent(new Series(delivery, outcome), any -> new LongAdder()).add(assets);
  }

  /** How many assets were counted so. */
  long sum(Series series) {
    LongAdder count = counts.get(series);
    return count == null ? 0 : count.sum();
  }

  /** Shows each series in which something was counted. */
  void forEach(Consumer<Series> visitor) {
    counts.keySet().forEach(visitor);
  }
}
