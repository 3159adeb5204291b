package dev.margay.rcache;

import static dev.margay.rcache.key.ContentCoding.GZIP;
import static dev.margay.rcache.key.Tier.BEST;
import static dev.margay.rcache.key.Tier.FAST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.margay.rcache.CacheStatistics.Flight;
import dev.margay.rcache.Outcome.Ready;
import dev.margay.rcache.Outcome.Reason;
import dev.margay.rcache.Outcome.Unavailable;
import dev.margay.rcache.coding.Encoders;
import dev.margay.rcache.flight.FlightLock;
import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.key.RepresentationKey;
import dev.margay.rcache.store.Body;
import dev.margay.rcache.store.ContentStore;
import dev.margay.rcache.store.StagedFile;
import dev.margay.rcache.store.Stored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fault is an outcome, never an exception, and never outlives its cause. */
class CacheFaultTest {
  private final byte[] content = Samples.text(50_000, 1);

  @TempDir private Path temporary;

  @Test
  void anEncoderThatThrowsIsAFaultAndItsNextSuccessIsKept() throws Exception {
    List<Throwable> faults =
        List.of(new IllegalStateException("x"), new IOException("y"), new LinkageError("z"));
    for (int i = 0; i < faults.size(); i++) {
      Throwable fault = faults.get(i);
      AtomicInteger calls = new AtomicInteger();
      FakeEncoder encoder =
          new FakeEncoder(
              (plain, tier) -> {
                if (calls.getAndIncrement() == 0) {
                  doThrow(fault);
                }
                return new byte[3];
              });
      try (Site site = Site.in(temporary.resolve("site" + i), encoder)) {
        assertThat(site.obtain(content, GZIP, FAST)).isEqualTo(new Unavailable(Reason.FAULT));
        assertThat(site.staging()).isEmpty();
        await()
            .untilAsserted(
                () -> assertThat(site.obtain(content, GZIP, FAST)).isInstanceOf(Ready.class));
        assertThat(site.cache().statistics().flights(Flight.FAULT)).isEqualTo(1);
      }
    }
  }

  @Test
  void anErrorOfTheMachineStillLandsTheFlight() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    FakeEncoder encoder =
        new FakeEncoder(
            (plain, tier) -> {
              if (calls.getAndIncrement() == 0) {
                throw new StackOverflowError("thrown by a test");
              }
              return new byte[3];
            });
    try (Site site = Site.in(temporary, encoder)) {
      assertThat(site.obtain(content, GZIP, FAST)).isEqualTo(new Unavailable(Reason.FAULT));
      assertThat(site.obtain(content, GZIP, FAST)).isInstanceOf(Ready.class);
    }
  }

  @Test
  void aFileInPlaceOfTheFolderIsAFaultWithOneWarningAndHeals() throws Exception {
    Path root = temporary.resolve("r-cache");
    Files.writeString(root, "not a folder");
    try (WarningsHeard warnings = new WarningsHeard(root);
        Site site = Site.in(root)) {
      for (int seed = 0; seed < 20; seed++) {
        assertThat(site.obtain(Samples.text(1_000, seed), GZIP, FAST))
            .isEqualTo(new Unavailable(Reason.FAULT));
      }
      assertThat(site.cache().store().statistics().faults()).isPositive();
      assertThat(warnings.messages()).hasSize(1);
      Files.delete(root);
      await()
          .untilAsserted(
              () -> assertThat(site.obtain(content, GZIP, FAST)).isInstanceOf(Ready.class));
    }
  }

  @Test
  void contentThatChangesWhileItIsCodedIsNotPublished() throws Exception {
    byte[] large = Samples.text((3 << 20), 2);
    ContentStore contents = new ContentStore(temporary.resolve("contents"));
    Body.OnDisk body = onDisk(contents, large);
    try (Site site = Site.in(temporary.resolve("r-cache"))) {
      byte[] bytes = Files.readAllBytes(body.file());
      bytes[2 << 20] ^= 1;
      Files.write(body.file(), bytes);
      RepresentationKey key = site.key(large, GZIP, FAST);
      assertThat(Site.outcome(site.cache().obtain(key, body)))
          .isEqualTo(new Unavailable(Reason.CONTENT_CHANGED));
      assertThat(site.cache().store().has(key)).isFalse();
      assertThat(site.staging()).isEmpty();
      assertThat(site.cache().statistics().flights(Flight.CONTENT_CHANGED)).isEqualTo(1);
      assertThat(site.made()).isZero();
    }
  }

  @Test
  void contentThatIsRemovedIsNoFaultOfTheCache() throws Exception {
    byte[] large = Samples.text((3 << 20), 3);
    ContentStore contents = new ContentStore(temporary.resolve("contents"));
    Body.OnDisk body = onDisk(contents, large);
    Files.delete(body.file());
    try (Site site = Site.in(temporary.resolve("r-cache"))) {
      RepresentationKey key = site.key(large, GZIP, FAST);
      assertThat(Site.outcome(site.cache().obtain(key, body)))
          .isEqualTo(new Unavailable(Reason.CONTENT_CHANGED));
      assertThat(site.cache().store().statistics().faults()).isZero();
      assertThat(site.obtain(content, GZIP, FAST)).as("nothing pauses").isInstanceOf(Ready.class);
    }
  }

  @Test
  void jobsThatWaitForTheBestTierHoldABoundedPartOfTheMemory() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    FakeEncoder slow =
        new FakeEncoder(
            (plain, tier) -> {
              try {
                gate.await();
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
              return new byte[1];
            });
    try (Site site = Site.in(temporary, slow)) {
      long mebibytes = Runtime.getRuntime().maxMemory() / (16 << 20);
      List<CompletionStage<Outcome>> asked = new ArrayList<>();
      byte[] large = new byte[1 << 20];
      for (int i = 0; i < mebibytes + 5; i++) {
        large[0] = (byte) i;
        large[1] = (byte) (i >> 8);
        asked.add(site.ask(large, GZIP, BEST));
      }
      assertThat(Site.outcome(asked.get(asked.size() - 1))).isEqualTo(new Unavailable(Reason.BUSY));
      gate.countDown();
      assertThat(Site.outcome(asked.get(0))).isInstanceOf(Ready.class);
      await().until(() -> asked.stream().allMatch(job -> job.toCompletableFuture().isDone()));
      assertThat(site.obtain(content, GZIP, BEST)).isInstanceOf(Ready.class);
    }
  }

  @Test
  void closingEndsEveryJobAndLeavesNothingHalfWritten() throws Exception {
    Site site = Site.in(temporary);
    List<CompletionStage<Outcome>> asked = new ArrayList<>();
    for (int seed = 0; seed < 8; seed++) {
      asked.add(site.ask(Samples.text(2_000_000, seed), GZIP, BEST));
      asked.add(site.ask(Samples.text(2_000_000, seed), GZIP, FAST));
    }
    await()
        .until(() -> !Files.isDirectory(temporary.resolve("staging")) || !site.staging().isEmpty());
    site.close();
    assertThat(site.staging()).isEmpty();
    for (CompletionStage<Outcome> outcome : asked) {
      assertThat(Site.outcome(outcome))
          .matches(o -> o instanceof Ready || o.equals(new Unavailable(Reason.STOPPING)));
    }
    assertThat(site.obtain(content, GZIP, FAST)).isEqualTo(new Unavailable(Reason.STOPPING));
    site.close();
  }

  @Test
  void closingWaitsForTheFastTierToo() throws Exception {
    CompletableFuture<Site> self = new CompletableFuture<>();
    CountDownLatch leading = new CountDownLatch(1);
    FakeEncoder endsWhenStopping =
        new FakeEncoder(
            (plain, tier) -> {
              leading.countDown();
              Unavailable stopping = new Unavailable(Reason.STOPPING);
              byte[] other = {1};
              await().until(() -> self.get().obtain(other, GZIP, BEST).equals(stopping));
              return new byte[1];
            });
    Site site = Site.in(temporary, endsWhenStopping);
    CompletionStage<Outcome> asked = site.ask(content, GZIP, FAST);
    leading.await();
    self.complete(site);
    site.close();
    assertThat(asked.toCompletableFuture()).isDone();
    assertThat(site.staging()).isEmpty();
  }

  @Test
  void closingEndsTheWaitForAnotherCachesLeader() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch leading = new CountDownLatch(1);
    FakeEncoder slow =
        new FakeEncoder(
            (plain, tier) -> {
              leading.countDown();
              try {
                gate.await();
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
              return new byte[1];
            });
    try (Site leader = Site.in(temporary, slow)) {
      CompletionStage<Outcome> led = leader.ask(content, GZIP, FAST);
      leading.await();
      Site follower = Site.in(temporary, slow);
      CompletionStage<Outcome> waiting = follower.ask(content, GZIP, FAST);
      await().until(() -> follower.cache().statistics().lookups(CacheStatistics.Lookup.MISS) == 1);
      follower.close();
      assertThat(Site.outcome(waiting)).isEqualTo(new Unavailable(Reason.STOPPING));
      gate.countDown();
      assertThat(Site.outcome(led)).isInstanceOf(Ready.class);
    }
  }

  @Test
  void aLockThatCannotBeAskedCostsNothingButTheLock() throws Exception {
    FlightLock broken = new BrokenLock(new IOException("no lock"));
    ContentStore store = new ContentStore(temporary);
    try (RepresentationCache cache = new RepresentationCache(store, broken, Encoders.all(), 1)) {
      Site site = new Site(temporary, cache);
      assertThat(site.obtain(content, GZIP, FAST)).isInstanceOf(Ready.class);
      assertThat(cache.statistics().flights(Flight.UNLOCKED)).isEqualTo(1);
    }
  }

  @Test
  void aLockThatThrowsStillLandsTheFlight() throws Exception {
    FlightLock broken = new BrokenLock(new IllegalStateException("no lock"));
    ContentStore store = new ContentStore(temporary);
    try (RepresentationCache cache = new RepresentationCache(store, broken, Encoders.all(), 1)) {
      Site site = new Site(temporary, cache);
      assertThat(site.obtain(content, GZIP, FAST)).isEqualTo(new Unavailable(Reason.FAULT));
    }
  }

  @Test
  void aFollowersTurnThatThrowsStillLandsTheFlight() throws Exception {
    FlightLock.Follower turn =
        deadline -> {
          throw new IllegalStateException("no wait");
        };
    ContentStore store = new ContentStore(temporary);
    try (RepresentationCache cache =
        new RepresentationCache(store, new GivenLock(turn), Encoders.all(), 1)) {
      Site site = new Site(temporary, cache);
      assertThat(site.obtain(content, GZIP, FAST)).isEqualTo(new Unavailable(Reason.FAULT));
    }
  }

  private static Body.OnDisk onDisk(ContentStore contents, byte[] bytes) throws IOException {
    try (StagedFile staged = contents.stage()) {
      staged.sink().write(bytes);
      Stored stored = staged.commit(RepresentationKey.snapshot(ContentHash.of(bytes)));
      return (Body.OnDisk) ((Stored.Kept) stored).body();
    }
  }

  private static void doThrow(Throwable fault) throws IOException {
    if (fault instanceof IOException checked) {
      throw checked;
    } else if (fault instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) fault;
  }

  private record GivenLock(Turn turn) implements FlightLock {
    @Override
    public Turn enter(String flight) {
      return turn;
    }

    @Override
    public void close() {}
  }

  private record BrokenLock(Exception fault) implements FlightLock {
    @Override
    public Turn enter(String flight) throws IOException {
      doThrow(fault);
      throw new IllegalStateException();
    }

    @Override
    public void close() {}
  }
}
