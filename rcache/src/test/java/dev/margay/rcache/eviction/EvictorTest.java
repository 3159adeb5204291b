package dev.margay.rcache.eviction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.margay.rcache.OtherProcess;
import dev.margay.rcache.Samples;
import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.key.RepresentationKey;
import dev.margay.rcache.key.StoreKey;
import dev.margay.rcache.key.Tier;
import dev.margay.rcache.store.ContentStore;
import dev.margay.rcache.store.ContentStore.Entry;
import dev.margay.rcache.store.StagedFile;
import dev.margay.rcache.store.Stored;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvictorTest {
  private static final int SIZE = 20_000;
  private static final long SPACE = 5 * 4096;

  @TempDir private Path temporary;
  private Path root;
  private Path lockFile;
  private ContentStore store;

  @BeforeEach
  void open() {
    root = temporary.resolve("r-cache");
    lockFile = root.resolve("eviction.lock");
    store = new ContentStore(root);
  }

  private Evictor evictor(long bytes) {
    return new Evictor(store, lockFile, new Quota(bytes), () -> {});
  }

  private static StoreKey key(int number) {
    byte[] name = Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
    return new RepresentationKey(ContentHash.of(name), ContentCoding.BR, 1, Tier.BEST);
  }

  private Stored publish(StoreKey key, int size) throws IOException {
    try (StagedFile staged = store.stage()) {
      staged.sink().write(Samples.noise(size, 1));
      return staged.commit(key);
    }
  }

  private Path file(StoreKey key) {
    return root.resolve(key.name().substring(0, 2)).resolve(key.name());
  }

  private void age(StoreKey key, Duration unused) throws IOException {
    Files.setLastModifiedTime(file(key), FileTime.from(Instant.now().minus(unused)));
  }

  private long space() throws IOException {
    AtomicLong space = new AtomicLong();
    store.forEach(entry -> space.addAndGet(entry.space()));
    return space.get();
  }

  @Test
  void anEmptyFolderIsLeftUnmade() {
    try (Evictor evictor = evictor(0)) {
      assertThat(evictor.evictNow()).isInstanceOf(Eviction.Looked.class);
      assertThat(root).doesNotExist();
    }
  }

  @Test
  void whatWasNotUsedForLongestGoesAndAReadingIsAUse() throws IOException {
    for (int i = 0; i < 20; i++) {
      publish(key(i), SIZE);
      age(key(i), Duration.ofDays(30 - i));
    }
    store.find(key(0));
    store.used(key(1));
    store.used(key(99));
    try (Evictor evictor = evictor(10 * SPACE)) {
      Eviction.Looked looked = (Eviction.Looked) evictor.evictNow();
      assertThat(looked.files()).isEqualTo(9);
      assertThat(looked.space()).isEqualTo(9 * SPACE).isEqualTo(space());
      assertThat(looked.removed().files()).isEqualTo(11).isEqualTo(evictor.removedFiles());
      assertThat(evictor.removedBytes()).isEqualTo(looked.removed().bytes());
    }
    for (int i = 0; i < 20; i++) {
      assertThat(store.has(key(i))).as("file %d", i).isEqualTo(i < 2 || i >= 13);
    }
  }

  @Test
  void whoeverReadsAFileReadsItToItsEnd() throws IOException {
    byte[] bytes = Samples.noise(5 << 20, 1);
    Stored.Kept kept = (Stored.Kept) publish(key(1), bytes.length);
    age(key(1), Duration.ofDays(1));
    try (InputStream open = kept.body().open();
        Evictor evictor = evictor(0)) {
      byte[] begin = open.readNBytes(100_000);
      evictor.evictNow();
      assertThat(file(key(1))).doesNotExist();
      assertThat(begin.length + open.readAllBytes().length).isEqualTo(bytes.length);
    }
    assertThat(store.find(key(1))).isEmpty();
    assertThat(store.statistics().faults()).isZero();
    publish(key(1), 10);
    assertThat(store.find(key(1))).isPresent();
  }

  @Test
  void contentOfManyTimesTheQuotaStaysBelowItAndTheRecentlyUsedSurvive() throws Exception {
    long quota = 40 * SPACE;
    try (Evictor evictor = evictor(quota)) {
      evictor.start();
      StoreKey favourite = key(0);
      publish(favourite, SIZE);
      for (int i = 1; i <= 400; i++) {
        publish(key(i), SIZE);
        assertThat(store.find(favourite)).as("after %d others", i).isPresent();
        if (i % 20 == 0) {
          await().until(() -> settled() <= quota); // at once, unless the machine stalls
        }
      }
      // Uses are told apart only when a tenth of a second lies between them.
      await().until(() -> usedSince(favourite, key(400)));
      await().untilAsserted(() -> assertThat(space()).isLessThanOrEqualTo(quota));
      assertThat(store.find(favourite)).isPresent();
      assertThat(store.find(key(400))).isPresent();
      assertThat(store.find(key(1))).isEmpty();
    }
    assertThat(store.statistics().faults()).isZero();
  }

  /** Uses {@code one}; whether that is known to be later than the last use of the other. */
  private boolean usedSince(StoreKey one, StoreKey other) throws IOException {
    return store.find(one).isPresent()
        && Files.getLastModifiedTime(file(one)).compareTo(Files.getLastModifiedTime(file(other)))
            > 0;
  }

  /** The space of what nobody has used for two seconds. */
  private long settled() throws IOException {
    Instant now = Instant.now();
    AtomicLong space = new AtomicLong();
    store.forEach(
        entry -> {
          boolean inFlight = Duration.between(entry.lastUse(), now).toMillis() < 2_000;
          space.addAndGet(inFlight ? 0 : entry.space());
        });
    return space.get();
  }

  @Test
  void aFileUsedSinceItWasShownStays() throws IOException {
    publish(key(1), SIZE);
    age(key(1), Duration.ofDays(1));
    List<Entry> shown = new ArrayList<>();
    store.forEach(shown::add);
    store.used(key(1));
    assertThat(store.remove(shown.get(0))).isFalse();
    assertThat(store.has(key(1))).isTrue();
  }

  @Test
  void oneProcessEvictsAtATimeAndADeadOnesLockIsFree() throws Exception {
    publish(key(1), SIZE);
    age(key(1), Duration.ofDays(1));
    try (Evictor evictor = evictor(0);
        OtherProcess other = OtherProcess.start(Holder.class, lockFile.toString())) {
      assertThat(other.line()).isEqualTo("held");
      assertThat(evictor.evictNow()).isEqualTo(new Eviction.Busy());
      assertThat(store.has(key(1))).isTrue();
      other.kill();
      assertThat(evictor.evictNow()).isInstanceOf(Eviction.Looked.class);
      assertThat(store.has(key(1))).isFalse();
    }
  }

  @Test
  void twoEvictorsOfOneProcessDoNotFreeEachOthersLock() throws Exception {
    Files.createDirectories(root);
    EvictionLock held = EvictionLock.tryTake(lockFile).orElseThrow();
    try (held) {
      assertThat(EvictionLock.tryTake(lockFile)).isEmpty();
      try (OtherProcess other = OtherProcess.start(Holder.class, lockFile.toString())) {
        assertThat(other.line()).isEqualTo("busy");
      }
    }
    EvictionLock.tryTake(lockFile).orElseThrow().close();
  }

  /** In the other process: takes the lock and keeps it. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws IOException {
      boolean held = EvictionLock.tryTake(Path.of(arguments[0])).isPresent();
      OtherProcess.tell(held ? "held" : "busy");
      OtherProcess.told();
    }
  }

  @Test
  void whatCannotBeRemovedIsNotTriedWithoutEnd() throws IOException {
    publish(key(1), SIZE);
    Files.createDirectories(lockFile);
    try (Evictor evictor = evictor(0)) {
      assertThat(evictor.evictNow()).isEqualTo(new Eviction.Unavailable());
      assertThat(store.statistics().faults()).isEqualTo(1);
    }
  }
}
