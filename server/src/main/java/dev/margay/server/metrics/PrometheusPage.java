package dev.margay.server.metrics;

import dev.margay.rcache.CacheStatistics;
import dev.margay.rcache.RepresentationCache;
import dev.margay.rcache.eviction.Evictor;
import dev.margay.rcache.flight.RedisFlightLock;
import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.Tier;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
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

  private final AheadCounters ahead;

  /** The statuses that have a meter already. */
  private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();

  /** The series of what is sent ahead that have a meter already. */
  private final Set<AheadCounters.Series> aheadSeries = ConcurrentHashMap.newKeySet();

  @SuppressWarnings("resource") // the garbage collector's listener lives as long as the process
  public PrometheusPage(
      RequestCounters requests,
      AheadCounters ahead,
      RepresentationCache cache,
      Evictor evictor,
      LongSupplier accessLogDropped) {
    this.requests = requests;
    this.ahead = ahead;
    bindRequests(accessLogDropped);
    bindCache(cache);
    if (cache.lock() instanceof RedisFlightLock redis) {
      bindRedis(redis);
    }
    bindEvictor(evictor);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new JvmGcMetrics().bindTo(registry);
  }

  /** The page, as it is now. */
  public String render() {
    requests.forEachStatus((status, count) -> bindStatus(status));
    ahead.forEach(this::bindAhead);
    return registry.scrape();
  }

  private void bindStatus(int status) {
    if (statuses.add(status)) {
      LongSupplier answered = () -> requests.requests(status);
      String label = String.valueOf(status);
      counter("margay.requests", "Requests answered", answered, "status", label);
    }
  }

  private void bindAhead(AheadCounters.Series series) {
    if (aheadSeries.add(series)) {
      counter(
          "margay.ahead",
          "What was decided of the assets of pages",
          () -> ahead.sum(series),
          "delivery",
          series.delivery(),
          "outcome",
          series.outcome());
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

  private void bindRedis(RedisFlightLock redis) {
    Gauge.builder("margay.redis.up", redis, lock -> lock.up() ? 1 : 0)
        .description("Whether locks are shared through Redis now; if not, through files alone")
        .register(registry);
    counter("margay.redis.outages", "How often Redis went away", redis::outages);
    counter("margay.redis.hiccups", "How often Redis failed just once", redis::hiccups);
    counter("margay.redis.leases.lost", "Leases that another took over", redis::leasesLost);
  }

  private void bindEvictor(Evictor evictor) {
    counter("margay.evicted.files", "Files given up for the quota", evictor::removedFiles);
    counter("margay.evicted.bytes", "Bytes that they held", evictor::removedBytes);
    Gauge.builder("margay.cache.bytes", evictor, Evictor::space)
        .description("Disk space of the representation cache at the last look; -1 before it")
        .register(registry);
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
