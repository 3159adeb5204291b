package dev.margay.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.rcache.RepresentationCache;
import dev.margay.rcache.coding.Encoders;
import dev.margay.rcache.eviction.Evictor;
import dev.margay.rcache.eviction.Quota;
import dev.margay.rcache.flight.FileFlightLock;
import dev.margay.rcache.store.ContentStore;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusPageTest {
  @TempDir private Path folder;

  @Test
  void countersStillCountAfterTheGarbageCollectorRan() throws Exception {
    AtomicLong dropped = new AtomicLong(1);
    try (RepresentationCache cache =
            new RepresentationCache(
                new ContentStore(folder),
                new FileFlightLock(folder.resolve("flights.lock")),
                Encoders.all(),
                1);
        Evictor evictor =
            new Evictor(
                cache.store(), folder.resolve("eviction.lock"), new Quota(1 << 20), () -> {})) {
      PrometheusPage page =
          new PrometheusPage(
              new RequestCounters(), new AheadCounters(), cache, evictor, dropped::get);
      assertThat(page.render()).contains("margay_access_log_dropped_total 1.0");
      collectGarbage();
      dropped.set(2);
      assertThat(page.render()).contains("margay_access_log_dropped_total 2.0");
    }
  }

  private static void collectGarbage() throws InterruptedException {
    WeakReference<Object> garbage = new WeakReference<>(new Object());
    while (garbage.get() != null) {
      System.gc();
      Thread.sleep(1);
    }
  }
}
