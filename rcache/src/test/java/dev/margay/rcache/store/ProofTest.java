package dev.margay.rcache.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.rcache.Samples;
import dev.margay.rcache.WarningsHeard;
import dev.margay.rcache.key.BlockTableKey;
import dev.margay.rcache.key.ReadingKey;
import dev.margay.rcache.key.RepresentationKey;
import dev.margay.rcache.key.StoreKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProofTest {
  private final StoreKey key = StoreFolder.key(1);

  @TempDir private Path temporary;
  private StoreFolder folder;

  @BeforeEach
  void open() {
    folder = StoreFolder.in(temporary.resolve("r-cache"));
  }

  private Map<String, Proof> proofs() throws IOException {
    Map<String, Proof> proofs = new HashMap<>();
    folder.store().forEach(entry -> proofs.put(entry.name(), folder.store().prove(entry)));
    return proofs;
  }

  @Test
  void everyKindOfFileIsProvenUnderItsName() throws IOException {
    List<StoreKey> keys =
        List.of(
            key,
            StoreFolder.key(2),
            new BlockTableKey(key.content()),
            RepresentationKey.snapshot(key.content()),
            new ReadingKey(key.content(), "html", 1));
    folder.commit(keys.get(0), Samples.text(1_000, 1));
    folder.commitNotSmaller(keys.get(1));
    folder.commit(keys.get(2), Samples.noise(40, 1));
    folder.commit(keys.get(3), Samples.noise(3 << 20, 1));
    folder.commit(keys.get(4), Samples.text(100, 1));
    assertThat(proofs()).hasSize(5).allSatisfy((name, proof) -> assertSound(proof));
    for (StoreKey one : keys) {
      assertThat(StoreKey.parse(one.name())).contains(one);
    }
  }

  private static void assertSound(Proof proof) {
    assertThat(proof).isEqualTo(Proof.SOUND);
  }

  @Test
  void everyFlippedByteIsNoticedAndNothingIsRemoved() throws IOException {
    folder.commit(key, Samples.text(50, 1));
    long size = Files.size(folder.file(key));
    try (WarningsHeard warnings = new WarningsHeard(temporary)) {
      for (int at = 0; at < size; at++) {
        folder.flip(key, at);
        assertThat(proofs()).as("byte %d", at).containsValue(Proof.DAMAGED);
        folder.flip(key, at);
      }
      assertThat(warnings.messages()).isEmpty();
    }
    assertThat(proofs()).containsOnlyKeys(key.name()).containsValue(Proof.SOUND);
  }

  @Test
  void aStrangersFileAndAnEntryInTheWrongPlaceAreNoEntries() throws IOException {
    folder.commit(key, Samples.text(50, 1));
    Path shard = folder.file(key).getParent();
    Files.writeString(shard.resolve("notes.txt"), "mine");
    Path other = Files.createDirectories(folder.root().resolve(wrong()));
    Files.copy(folder.file(key), other.resolve(key.name()));
    Files.delete(folder.file(key));
    assertThat(proofs()).containsEntry("notes.txt", Proof.NO_ENTRY);
    assertThat(proofs()).containsEntry(key.name(), Proof.NO_ENTRY);
  }

  private String wrong() {
    return key.name().startsWith("00") ? "01" : "00";
  }

  @Test
  void foldersAndLinksAmongTheFilesAreNotShown() throws IOException {
    folder.commit(key, Samples.text(50, 1));
    Path shard = folder.file(key).getParent();
    Files.createDirectory(shard.resolve("folder"));
    Files.createSymbolicLink(shard.resolve("link"), folder.file(key));
    Files.createDirectory(folder.root().resolve("zz"));
    Files.writeString(folder.root().resolve("zz").resolve("file"), "not a shard's");
    Files.writeString(folder.root().resolve("ff".equals(shard(key)) ? "ee" : "ff"), "no folder");
    assertThat(proofs()).containsOnlyKeys(key.name());
  }

  private static String shard(StoreKey key) {
    return key.name().substring(0, 2);
  }
}
