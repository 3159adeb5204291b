package dev.margay.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.rcache.RepresentationCache;
import dev.margay.rcache.coding.Encoders;
import dev.margay.rcache.flight.FileFlightLock;
import dev.margay.rcache.store.ContentStore;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusPageTest {
  @TempDir Path folder;

  @Test
  void countersGoOnAfterAGarbageCollection() {
    AtomicLong dropped = new AtomicLong(1);
    try (RepresentationCache cache =
        new RepresentationCache(
            new ContentStore(folder),
            new FileFlightLock(folder.resolve("flights.lock")),
            Encoders.all(),
            1)) {
      PrometheusPage page = new PrometheusPage(new RequestCounters(), cache, dropped::get);
      assertThat(page.render()).contains("margay_access_log_dropped_total 1.0");
      System.gc();
      dropped.set(5);
      assertThat(page.render()).contains("margay_access_log_dropped_total 5.0");
    }
  }
}
