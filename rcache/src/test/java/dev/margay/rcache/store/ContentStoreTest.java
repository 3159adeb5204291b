package dev.margay.rcache.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.margay.rcache.Samples;
import dev.margay.rcache.key.BlockTableKey;
import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.key.StoreKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentStoreTest {
  private final StoreKey key = StoreFolder.key(1);
  private final byte[] payload = Samples.text(1_000, 1);

  @TempDir private Path temporary;
  private StoreFolder folder;

  @BeforeEach
  void open() {
    folder = StoreFolder.in(temporary.resolve("r-cache"));
  }

  @Test
  void whatIsCommittedIsFoundByEveryStoreOfTheFolder() throws IOException {
    for (int length : new int[] {0, 1, 65_535, 65_536, 65_537, 300_000}) {
      byte[] bytes = Samples.noise(length, length);
      Stored stored = folder.commit(StoreFolder.key(length), bytes);
      assertThat(((Stored.Kept) stored).bytes()).isEqualTo(ContentHash.of(bytes));
      assertThat(StoreFolder.bytes(stored)).isEqualTo(bytes);
      assertThat(StoreFolder.in(folder.root()).found(StoreFolder.key(length))).isEqualTo(bytes);
    }
    assertThat(folder.staging()).isEmpty();
    assertThat(folder.store().statistics().corrupt()).isZero();
  }

  @Test
  void nothingIsFoundBeforeAnythingIsThere() throws IOException {
    assertThat(folder.store().find(key)).isEmpty();
    assertThat(folder.store().has(key)).isFalse();
    folder.store().forEach(entry -> assertThat(entry).isNull());
    folder.store().discard(key);
    assertThat(folder.root()).doesNotExist();
    assertThat(folder.store().statistics().faults()).isZero();
  }

  @Test
  void aNoteThatItIsNotSmallerIsFound() throws IOException {
    assertThat(folder.commitNotSmaller(key)).isEqualTo(new Stored.NotSmaller(key));
    assertThat(folder.store().find(key)).contains(new Stored.NotSmaller(key));
  }

  @Test
  void aBlockTablesKeyHasItsOwnFile() throws IOException {
    StoreKey blocks = new BlockTableKey(key.content());
    folder.commit(blocks, payload);
    assertThat(folder.store().find(key)).isEmpty();
    assertThat(folder.found(blocks)).isEqualTo(payload);
  }

  @Test
  void committingNeverReplacesAValidFile() throws IOException {
    folder.commit(key, payload);
    Object first = Files.readAttributes(folder.file(key), "unix:ino").get("ino");
    Stored second = folder.commit(key, Samples.text(900, 2));
    assertThat(StoreFolder.bytes(second)).isEqualTo(payload);
    assertThat(folder.commitNotSmaller(key)).isInstanceOf(Stored.Kept.class);
    assertThat(Files.readAttributes(folder.file(key), "unix:ino")).containsEntry("ino", first);
    assertThat(folder.staging()).isEmpty();
  }

  @Test
  void committingReplacesADamagedFile() throws IOException {
    folder.commit(key, payload);
    folder.flip(key, 3);
    byte[] repaired = Samples.text(900, 2);
    assertThat(StoreFolder.bytes(folder.commit(key, repaired))).isEqualTo(repaired);
    assertThat(folder.found(key)).isEqualTo(repaired);
    assertThat(folder.store().statistics().corrupt()).isEqualTo(1);
    assertThat(folder.staging()).isEmpty();
  }

  @Test
  void anAbandonedFileLeavesNothing() throws IOException {
    StagedFile staged = folder.store().stage();
    staged.sink().write(payload);
    assertThat(folder.staging()).hasSize(1);
    staged.close();
    staged.close();
    assertThat(folder.staging()).isEmpty();
    assertThat(folder.store().find(key)).isEmpty();
    folder.store().forEach(entry -> assertThat(entry).isNull());
  }

  @Test
  void whatIsBeingWrittenIsNotFound() throws IOException {
    try (StagedFile staged = folder.store().stage()) {
      staged.sink().write(payload);
      folder.store().forEach(entry -> assertThat(entry).isNull());
      assertThat(staged.length()).isEqualTo(payload.length);
      assertThat(staged.contentHash()).isEqualTo(ContentHash.of(payload));
      staged.commit(key);
    }
    assertThat(folder.found(key)).isEqualTo(payload);
  }

  @Test
  void aSnapshotIsACopyThatStaysWhenItsFileChanges() throws IOException {
    byte[] before = Samples.text(3 << 20, 3);
    Path page = Files.write(temporary.resolve("page"), before);
    Stored.Kept kept = (Stored.Kept) folder.store().snapshot(page);
    Files.writeString(page, "after");
    assertThat(kept.bytes()).isEqualTo(ContentHash.of(before));
    assertThat(StoreFolder.bytes(kept)).isEqualTo(before);
    assertThatIOException().isThrownBy(() -> folder.store().snapshot(temporary.resolve("none")));
    assertThat(folder.staging()).isEmpty();
  }

  @Test
  void allWhoCommitTheSameKeyAtOnceGetTheSameBytes() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    CyclicBarrier start = new CyclicBarrier(4);
    try {
      for (int round = 0; round < 25; round++) {
        StoreKey contested = StoreFolder.key(100 + round);
        List<Future<byte[]>> results = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          byte[] mine = Samples.text(500 + i, i);
          StoreFolder process = StoreFolder.in(folder.root());
          results.add(
              threads.submit(
                  () -> {
                    start.await();
                    return StoreFolder.bytes(process.commit(contested, mine));
                  }));
        }
        byte[] published = results.get(0).get();
        for (Future<byte[]> result : results) {
          assertThat(result.get()).isEqualTo(published);
        }
        assertThat(folder.found(contested)).isEqualTo(published);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(folder.staging()).isEmpty();
  }

  @Test
  void theFolderMayBeRemovedBetweenAnyTwoOperations() throws IOException {
    folder.commit(key, payload);
    folder.removeAll();
    assertThat(folder.store().find(key)).isEmpty();
    folder.commit(key, payload);
    assertThat(folder.found(key)).isEqualTo(payload);
    folder.removeAll();
    folder.store().forEach(entry -> assertThat(entry).isNull());
    folder.store().discard(key);
    folder.store().removeAbandoned();
    assertThat(folder.store().statistics().faults()).isZero();
  }

  @Test
  void aFolderRemovedUnderAStagedFileFailsItAlone() throws IOException {
    try (StagedFile staged = folder.store().stage()) {
      staged.sink().write(payload);
      folder.removeAll();
      assertThatIOException().isThrownBy(() -> staged.commit(key));
    }
    folder.commit(key, payload);
    assertThat(folder.found(key)).isEqualTo(payload);
  }

  @Test
  void theFolderMayBeASymbolicLink() throws IOException {
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    Files.createSymbolicLink(folder.root(), elsewhere);
    Files.createDirectory(temporary.resolve("more"));
    Files.createSymbolicLink(elsewhere.resolve("staging"), temporary.resolve("more"));
    folder.commit(key, payload);
    assertThat(folder.found(key)).isEqualTo(payload);
  }

  @Test
  void aFileInPlaceOfTheFolderIsAFaultAndNothingIsFound() throws IOException {
    Files.writeString(folder.root(), "not a folder");
    assertThatIOException().isThrownBy(() -> folder.store().stage());
    assertThat(folder.store().find(key)).isEmpty();
    assertThat(folder.store().has(key)).isFalse();
    assertThat(folder.store().statistics().faults()).isEqualTo(1);
    folder.store().forEach(entry -> assertThat(entry).isNull());
    folder.store().removeAbandoned();
  }

  @Test
  void allPublishedFilesAreListedAndDiscardedOnesAreNot() throws IOException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      folder.commit(StoreFolder.key(i), payload);
      names.add(StoreFolder.key(i).name());
    }
    folder.store().discard(StoreFolder.key(0));
    names.remove(0);
    List<ContentStore.Entry> entries = new ArrayList<>();
    folder.store().forEach(entries::add);
    assertThat(entries)
        .extracting(ContentStore.Entry::name)
        .containsExactlyInAnyOrderElementsOf(names);
    assertThat(entries).allMatch(entry -> entry.size() == payload.length + 16 + 96);
  }
}
