package dev.margay.server.ahead;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ObjLongConsumer;

/** Counts what was decided of the assets of all pages, and what became of it. */
public final class AheadCounters {
  /** A push that the client reset. */
  private static final String REFUSED_PUSH = "reset";

  /** One series: how the plan was delivered, and what became of an asset. */
  public record Series(String delivery, String outcome) {}

  private final Map<Series, LongAdder> counts = new ConcurrentHashMap<>();

  /** Counts each asset of a plan that was delivered so. */
  public void planned(Delivery delivery, AheadPlan plan) {
    for (AheadPlan.Step step : plan.steps()) {
      count(new Series(delivery.label(), step.verdict().label()));
    }
  }

  /** Counts a push that the client reset. */
  public void reset(Delivery delivery) {
    count(new Series(delivery.label(), REFUSED_PUSH));
  }

  private void count(Series series) {
    counts.computeIfAbsent(series, any -> new LongAdder()).increment();
  }

  /** How often this was counted. */
  public long count(String delivery, String outcome) {
    LongAdder count = counts.get(new Series(delivery, outcome));
    return count == null ? 0 : count.sum();
  }

  /** Shows each series that was counted. */
  public void forEach(ObjLongConsumer<Series> visitor) {
    counts.forEach((series, count) -> visitor.accept(series, count.sum()));
  }
}
