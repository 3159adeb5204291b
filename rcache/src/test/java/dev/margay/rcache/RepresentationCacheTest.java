package dev.margay.rcache;

import static dev.margay.rcache.key.ContentCoding.BR;
import static dev.margay.rcache.key.ContentCoding.GZIP;
import static dev.margay.rcache.key.ContentCoding.ZSTD;
import static dev.margay.rcache.key.Tier.BEST;
import static dev.margay.rcache.key.Tier.FAST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.rcache.CacheStatistics.Flight;
import dev.margay.rcache.Outcome.NotSmaller;
import dev.margay.rcache.Outcome.Ready;
import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.key.EntityTag;
import dev.margay.rcache.key.RepresentationKey;
import dev.margay.rcache.store.Body;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepresentationCacheTest {
  private final byte[] content = Samples.text(50_000, 1);

  @TempDir private Path root;

  @Test
  void theRepresentationIsTheCodedContentUnderItsTag() throws Exception {
    try (Site site = Site.in(root)) {
      Ready ready = (Ready) site.obtain(content, GZIP, FAST);
      byte[] coded = Site.bytes(ready);
      assertThat(new GZIPInputStream(new ByteArrayInputStream(coded)).readAllBytes())
          .isEqualTo(content);
      assertThat(ready.representation().tag())
          .isEqualTo(EntityTag.of(ContentHash.of(content), GZIP, ContentHash.of(coded)));
      assertThat(site.cache().statistics().bytesIn()).isEqualTo(content.length);
      assertThat(site.cache().statistics().bytesOut()).isEqualTo(coded.length);
      assertThat(site.staging()).isEmpty();
    }
  }

  @Test
  void aHundredThreadsGetOneAndItIsMadeOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(100);
    CyclicBarrier start = new CyclicBarrier(100);
    try (Site site = Site.in(root)) {
      List<Future<Outcome>> outcomes = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        outcomes.add(
            threads.submit(
                () -> {
                  start.await();
                  return site.obtain(content, BR, FAST);
                }));
      }
      byte[] first = Site.bytes(outcomes.get(0).get());
      for (Future<Outcome> outcome : outcomes) {
        assertThat(Site.bytes(outcome.get())).isEqualTo(first);
      }
      assertThat(site.cache().statistics().made(BR, FAST)).isEqualTo(1);
      assertThat(site.made()).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void twoCachesOfOneFolderMakeEachKeyOnce() throws Exception {
    try (Site one = Site.in(root);
        Site two = Site.in(root)) {
      List<CompletionStage<Outcome>> outcomes = new ArrayList<>();
      int keys = 0;
      for (int seed = 0; seed < 20; seed++) {
        byte[] text = Samples.text(20_000, seed);
        for (ContentCoding coding : List.of(BR, ZSTD, GZIP)) {
          outcomes.add(one.ask(text, coding, FAST));
          outcomes.add(two.ask(text, coding, FAST));
          keys++;
        }
      }
      for (CompletionStage<Outcome> outcome : outcomes) {
        assertThat(Site.outcome(outcome)).isInstanceOf(Ready.class);
      }
      assertThat(one.made() + two.made()).isEqualTo(keys);
    }
  }

  @Test
  void aRestartMakesNothingAgain() throws Exception {
    byte[] noise = Samples.noise(5_000, 1);
    try (Site site = Site.in(root)) {
      assertThat(site.obtain(content, GZIP, FAST)).isInstanceOf(Ready.class);
      assertThat(site.obtain(content, GZIP, BEST)).isInstanceOf(Ready.class);
      assertThat(site.obtain(noise, GZIP, FAST)).isEqualTo(new NotSmaller());
      assertThat(site.made()).isEqualTo(3);
    }
    try (Site restarted = Site.in(root)) {
      assertThat(restarted.obtain(content, GZIP, FAST)).isInstanceOf(Ready.class);
      assertThat(restarted.obtain(content, GZIP, BEST)).isInstanceOf(Ready.class);
      assertThat(restarted.obtain(noise, GZIP, FAST)).isEqualTo(new NotSmaller());
      assertThat(restarted.made()).isZero();
      assertThat(restarted.cache().statistics().lookups(CacheStatistics.Lookup.HIT)).isEqualTo(2);
    }
  }

  @Test
  void anotherRevisionIsAnotherKey() throws Exception {
    try (Site site = Site.in(root, new FakeEncoder((plain, tier) -> new byte[] {1}))) {
      assertThat(site.obtain(content, GZIP, FAST)).isInstanceOf(Ready.class);
    }
    try (Site site = Site.in(root)) {
      assertThat(Site.bytes(site.obtain(content, GZIP, FAST)).length).isGreaterThan(1);
    }
  }

  @Test
  void theBestTiersBodyIsNeverLargerThanTheFastOnes() throws Exception {
    FakeEncoder worse =
        new FakeEncoder((plain, tier) -> Arrays.copyOf(plain, tier == BEST ? 900 : 500));
    try (Site site = Site.in(root, worse)) {
      byte[] fast = Site.bytes(site.obtain(content, GZIP, FAST));
      Ready best = (Ready) site.obtain(content, GZIP, BEST);
      assertThat(Site.bytes(best)).isEqualTo(fast).hasSize(500);
      assertThat(best.representation().key()).isEqualTo(site.key(content, GZIP, BEST));
      assertThat(site.staging()).isEmpty();
    }
  }

  @Test
  void aSmallerBestTierIsKeptAlsoWhereTheFastOneWasNotSmaller() throws Exception {
    FakeEncoder better =
        new FakeEncoder((plain, tier) -> Arrays.copyOf(plain, tier == BEST ? 400 : 50_000));
    try (Site site = Site.in(root, better)) {
      assertThat(site.obtain(content, GZIP, FAST)).isEqualTo(new NotSmaller());
      assertThat(Site.bytes(site.obtain(content, GZIP, BEST))).hasSize(400);
    }
  }

  @Test
  void whoeverGivesUpWaitingEndsNobodyElsesWait() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    try (Site site = Site.in(root, gated(gate))) {
      CompletionStage<Outcome> impatient = site.ask(content, GZIP, FAST);
      CompletionStage<Outcome> patient = site.ask(content, GZIP, FAST);
      impatient.toCompletableFuture().completeExceptionally(new IOException("gave up"));
      assertThat(patient.toCompletableFuture()).isNotDone();
      gate.countDown();
      assertThat(Site.outcome(patient)).isInstanceOf(Ready.class);
      assertThat(site.cache().statistics().flights(Flight.JOINED)).isEqualTo(1);
    }
  }

  @Test
  void aFollowerOfAnotherCacheGetsWhatItsLeaderMade() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch leading = new CountDownLatch(1);
    FakeEncoder slow =
        new FakeEncoder(
            (plain, tier) -> {
              leading.countDown();
              return await(gate);
            });
    AtomicInteger calls = new AtomicInteger();
    FakeEncoder mine =
        new FakeEncoder(
            (plain, tier) -> {
              calls.incrementAndGet();
              return new byte[2];
            });
    try (Site leader = Site.in(root, slow);
        Site follower = Site.in(root, mine)) {
      CompletionStage<Outcome> first = leader.ask(content, GZIP, FAST);
      leading.await();
      CompletableFuture<Outcome> second = follower.ask(content, GZIP, FAST).toCompletableFuture();
      assertThat(second).isNotDone();
      gate.countDown();
      assertThat(Site.bytes(Site.outcome(first))).hasSize(1);
      assertThat(Site.bytes(Site.outcome(second))).hasSize(1);
      assertThat(calls).hasValue(0);
    }
  }

  @Test
  void theBestTierDoesNotKeepTheFastOneWaiting() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    FakeEncoder slowAtBest =
        new FakeEncoder((plain, tier) -> tier == BEST ? await(gate) : new byte[2]);
    try (Site site = Site.in(root, slowAtBest)) {
      List<CompletionStage<Outcome>> best = new ArrayList<>();
      for (int seed = 0; seed < 10; seed++) {
        best.add(site.ask(Samples.text(500, seed), GZIP, BEST));
      }
      assertThat(site.obtain(content, GZIP, FAST)).isInstanceOf(Ready.class);
      gate.countDown();
      for (CompletionStage<Outcome> outcome : best) {
        assertThat(Site.outcome(outcome)).isInstanceOf(Ready.class);
      }
    }
  }

  @Test
  void theSoonestIsTheFastTierUntilTheBestOneIsThere() throws Exception {
    try (Site site = Site.in(root)) {
      Body body = new Body.InMemory(content);
      ContentHash hash = ContentHash.of(content);
      Ready first = (Ready) Site.outcome(site.cache().soonest(hash, GZIP, body));
      assertThat(first.representation().key().tier()).isEqualTo(FAST);
      assertThat(site.obtain(content, GZIP, BEST)).isInstanceOf(Ready.class);
      Ready then = (Ready) Site.outcome(site.cache().soonest(hash, GZIP, body));
      assertThat(then.representation().key().tier()).isEqualTo(BEST);
      assertThat(site.made()).isEqualTo(2);
      site.cache().close();
      assertThat(Site.outcome(site.cache().soonest(hash, GZIP, body)))
          .isEqualTo(new Outcome.Unavailable(Outcome.Reason.STOPPING));
    }
  }

  @Test
  void aDamagedFileIsMadeAgain() throws Exception {
    try (Site site = Site.in(root)) {
      byte[] coded = Site.bytes(site.obtain(content, GZIP, FAST));
      RepresentationKey key = site.key(content, GZIP, FAST);
      Path file = root.resolve(key.name().substring(0, 2)).resolve(key.name());
      Files.write(file, new byte[1_000]);
      assertThat(Site.bytes(site.obtain(content, GZIP, FAST))).isEqualTo(coded);
      assertThat(site.made()).isEqualTo(2);
    }
  }

  private static FakeEncoder gated(CountDownLatch gate) {
    return new FakeEncoder((plain, tier) -> await(gate));
  }

  private static byte[] await(CountDownLatch gate) throws IOException {
    try {
      gate.await();
      return new byte[1];
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
