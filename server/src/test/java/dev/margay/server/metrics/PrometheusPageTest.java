package dev.margay.server.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.rcache.RepresentationCache;
import dev.margay.rcache.coding.Encoders;
import dev.margay.rcache.flight.FileFlightLock;
import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.key.Tier;
import dev.margay.rcache.store.Body;
import dev.margay.rcache.store.ContentStore;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusPageTest {
  private static final String MADE =
      "margay_representations_made_total{coding=\"gzip\",tier=\"fast\"} ";

  @TempDir private Path folder;

  @Test
  void countersGoOnAfterAGarbageCollection() throws Exception {
    try (RepresentationCache cache =
        new RepresentationCache(
            new ContentStore(folder),
            new FileFlightLock(folder.resolve("flights.lock")),
            Encoders.all(),
            1)) {
      PrometheusPage page = new PrometheusPage(new RequestCounters(), cache, () -> 0);
      make(cache, "a");
      assertThat(page.render()).contains(MADE + "1.0");
      collectGarbage();
      make(cache, "b");
      assertThat(page.render()).contains(MADE + "2.0");
    }
  }

  private static void make(RepresentationCache cache, String letter) throws Exception {
    byte[] content = letter.repeat(10_000).getBytes(UTF_8);
    cache
        .obtain(
            cache.encoders().key(ContentHash.of(content), ContentCoding.GZIP, Tier.FAST),
            new Body.InMemory(content))
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  private static void collectGarbage() throws InterruptedException {
    WeakReference<Object> witness = new WeakReference<>(new byte[1]);
    while (witness.get() != null) {
      System.gc();
      Thread.sleep(10);
    }
  }
}
