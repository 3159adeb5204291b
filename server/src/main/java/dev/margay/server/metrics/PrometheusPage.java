package dev.margay.server.metrics;

import dev.margay.rcache.CacheStatistics;
import dev.margay.rcache.RepresentationCache;
import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.Tier;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * All counters in Prometheus' text form. Counting itself costs no more than an adder: the meters
 * are made when the page is first asked for, and read the adders then.
 */
public final class PrometheusPage {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final RequestCounters requests;

  /** Statuses that have a meter: one that is registered again is warned of. */
  private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();

  @SuppressWarnings("resource") // the garbage collector's listener lives as long as the process
  public PrometheusPage(
      RequestCounters requests, RepresentationCache cache, LongSupplier accessLogDropped) {
    this.requests = requests;
    bindRequests(accessLogDropped);
    bindCache(cache);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new JvmGcMetrics().bindTo(registry);
  }

  /** The page, as it is now. */
  public String render() {
    requests.forEachStatus((status, count) -> bindStatus(status));
    return registry.scrape();
  }

  private void bindStatus(int status) {
    if (statuses.add(status)) {
      counter(
          "margay.requests",
          "Requests answered",
          () -> requests.requests(status),
          "status",
          String.valueOf(status));
    }
  }

  private void bindRequests(LongSupplier accessLogDropped) {
    counter("margay.response.bytes", "Bytes of response bodies", requests::bytes);
    counter("margay.access.log.dropped", "Access-log lines given up", accessLogDropped);
  }

  private void bindCache(RepresentationCache cache) {
    CacheStatistics statistics = cache.statistics();
    for (ContentCoding coding : cache.encoders().codings()) {
      for (Tier tier : Tier.values()) {
        counter(
            "margay.representations.made",
            "Representations made by this process",
            () -> statistics.made(coding, tier),
            "coding",
            coding.token(),
            "tier",
            tier.label());
      }
    }
    String lookups = "margay.representation.cache";
    for (CacheStatistics.Lookup outcome : CacheStatistics.Lookup.values()) {
      String label = outcome.name().toLowerCase(Locale.ROOT);
      String help = "Looks into the representation cache";
      counter(lookups, help, () -> statistics.lookups(outcome), "outcome", label);
    }
    counter(lookups, "", cache.store().statistics()::corrupt, "outcome", "corrupt");
    counter(lookups, "", cache.store().statistics()::faults, "outcome", "fault");
    for (CacheStatistics.Flight outcome : CacheStatistics.Flight.values()) {
      String help = "Endings of encoding jobs, for those who asked";
      counter("margay.flight", help, () -> statistics.flights(outcome), "outcome", outcome.label());
    }
    counter("margay.encoded.bytes", "Bytes of content encoded", statistics::bytesIn, "side", "in");
    counter("margay.encoded.bytes", "", statistics::bytesOut, "side", "out");
  }

  /**
   * A meter holds its object weakly, and stands still once that is collected: so it is the page.
   */
  private void counter(String name, String help, LongSupplier value, String... tags) {
    FunctionCounter.builder(name, this, page -> value.getAsLong())
        .description(help)
        .tags(tags)
        .register(registry);
  }
}
