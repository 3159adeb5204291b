package dev.margay.rcache.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.rcache.Samples;
import dev.margay.rcache.WarningsHeard;
import dev.margay.rcache.key.StoreKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged file is not found, is removed, and is counted once. */
class DamagedFileTest {
  private final StoreKey key = StoreFolder.key(1);
  private final byte[] payload = Samples.text(150, 1);

  @TempDir private Path temporary;
  private StoreFolder folder;

  @BeforeEach
  void open() {
    folder = StoreFolder.in(temporary.resolve("r-cache"));
  }

  @Test
  void everySingleByteThatIsFlippedIsNoticed() throws IOException {
    folder.commit(key, payload);
    byte[] whole = Files.readAllBytes(folder.file(key));
    for (int at = 0; at < whole.length; at++) {
      for (int bit : new int[] {1, 0x80}) {
        byte[] flipped = whole.clone();
        flipped[at] ^= (byte) bit;
        folder.write(key, flipped);
        assertLost("byte " + at);
      }
    }
    assertThat(folder.store().statistics().corrupt()).isEqualTo(2L * whole.length);
    assertThat(folder.store().statistics().faults()).isZero();
  }

  @Test
  void everyByteOfANoteIsSealedToo() throws IOException {
    folder.commitNotSmaller(key);
    byte[] whole = Files.readAllBytes(folder.file(key));
    for (int at = 0; at < whole.length; at++) {
      folder.write(key, whole);
      folder.flip(key, at);
      assertLost("byte " + at);
    }
  }

  @Test
  void everyCutIsNoticed() throws IOException {
    folder.commit(key, payload);
    byte[] whole = Files.readAllBytes(folder.file(key));
    for (int length = 0; length < whole.length; length++) {
      folder.write(key, Arrays.copyOf(whole, length));
      assertLost("cut to " + length);
      folder.write(key, Arrays.copyOfRange(whole, whole.length - length, whole.length));
      assertLost("only the last " + length);
    }
    assertThat(folder.store().statistics().corrupt()).isEqualTo(2L * whole.length);
  }

  @Test
  void addedBytesAreNoticed() throws IOException {
    folder.commit(key, payload);
    byte[] whole = Files.readAllBytes(folder.file(key));
    folder.write(key, Arrays.copyOf(whole, whole.length + 1));
    assertLost("one byte more");
    byte[] before = new byte[whole.length + 65_536];
    System.arraycopy(whole, 0, before, 65_536, whole.length);
    folder.write(key, before);
    assertLost("a block more");
  }

  @Test
  void aFlipInAnyBlockOfALargeFileIsNoticed() throws IOException {
    byte[] large = Samples.noise((3 << 20) + 7, 2);
    folder.commit(key, large);
    byte[] whole = Files.readAllBytes(folder.file(key));
    for (int at : new int[] {0, 65_535, 65_536, 1_500_000, large.length - 1, large.length}) {
      folder.write(key, whole);
      folder.flip(key, at);
      assertLost("byte " + at);
    }
  }

  @Test
  void oneKeysContentUnderAnothersNameIsNoticed() throws IOException {
    folder.commit(key, payload);
    StoreKey other = StoreFolder.key(2);
    folder.write(other, Files.readAllBytes(folder.file(key)));
    assertThat(folder.store().find(other)).isEmpty();
    assertThat(folder.file(other)).doesNotExist();
    assertThat(folder.found(key)).isEqualTo(payload);
  }

  @Test
  void itIsLoggedOnceAndFoundAgainOnceMadeAgain() throws IOException {
    try (WarningsHeard warnings = new WarningsHeard(folder.root())) {
      folder.commit(key, payload);
      folder.flip(key, 20);
      assertThat(folder.store().find(key)).isEmpty();
      assertThat(folder.store().find(key)).isEmpty();
      folder.commit(key, payload);
      assertThat(folder.found(key)).isEqualTo(payload);
      assertThat(warnings.messages())
          .singleElement()
          .asString()
          .contains(folder.file(key) + " was cut or altered");
      assertThat(folder.store().statistics().corrupt()).isEqualTo(1);
    }
  }

  @Test
  void whoTakesADamagedFileAwayHarmsNoneThatAnotherRepaired() throws Exception {
    ExecutorService reader = Executors.newSingleThreadExecutor();
    AtomicBoolean done = new AtomicBoolean();
    StoreFolder another = StoreFolder.in(folder.root());
    try {
      Future<?> reading =
          reader.submit(
              () -> {
                while (!done.get()) {
                  another.store().find(key);
                }
              });
      for (int round = 0; round < 400; round++) {
        folder.write(key, new byte[] {1, 2, 3});
        folder.commit(key, payload);
        byte[] bytes = folder.store().find(key).map(StoreFolder::bytes).orElse(null);
        if (bytes == null) { // it was away for the instant in which the other looked at it again
          bytes = StoreFolder.bytes(folder.commit(key, payload));
        }
        assertThat(bytes).isEqualTo(payload);
      }
      done.set(true);
      reading.get();
    } finally {
      done.set(true);
      reader.shutdownNow();
    }
    assertThat(folder.found(key)).isEqualTo(payload);
  }

  @Test
  void aFolderUnderTheNameIsAFaultAndNotFound() throws IOException {
    Files.createDirectories(folder.file(key));
    assertThat(folder.store().find(key)).isEmpty();
    assertThat(folder.store().statistics().faults()).isEqualTo(1);
  }

  private void assertLost(String what) throws IOException {
    assertThat(folder.store().find(key)).as(what).isEmpty();
    assertThat(folder.file(key)).as(what).doesNotExist();
    assertThat(folder.staging()).as(what).isEmpty();
  }
}
