package dev.margay.rcache.flight;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchIdentityTest {
  @TempDir private Path temporary;

  private Path scratch() {
    return temporary.resolve("site").resolve(".margay");
  }

  @Test
  void itIsTheSameAtEachStart() {
    assertThat(ScratchIdentity.of(scratch()))
        .isEqualTo(ScratchIdentity.of(scratch()))
        .matches("[0-9a-f]{32}");
  }

  @Test
  void eachFolderHasAnother() {
    assertThat(ScratchIdentity.of(scratch())).isNotEqualTo(ScratchIdentity.of(temporary));
  }

  @Test
  void aCopyIsAnotherFolder() throws IOException {
    String original = ScratchIdentity.of(scratch());
    Path copy = temporary.resolve("copy");
    Files.createDirectories(copy);
    Files.copy(scratch().resolve("identity"), copy.resolve("identity"));
    assertThat(ScratchIdentity.of(copy)).isNotEqualTo(original);
  }

  @Test
  void aMovedFolderIsTheSame() throws IOException {
    String before = ScratchIdentity.of(scratch());
    Files.move(scratch(), temporary.resolve("moved"));
    assertThat(ScratchIdentity.of(temporary.resolve("moved"))).isEqualTo(before);
  }

  @Test
  void aDeletedOrDamagedFileIsMadeAgain() throws IOException {
    String before = ScratchIdentity.of(scratch());
    Files.delete(scratch().resolve("identity"));
    String after = ScratchIdentity.of(scratch());
    assertThat(after).isNotEqualTo(before).isEqualTo(ScratchIdentity.of(scratch()));
    Files.writeString(scratch().resolve("identity"), "");
    String again = ScratchIdentity.of(scratch());
    assertThat(again).isNotEqualTo(after).isEqualTo(ScratchIdentity.of(scratch()));
  }

  @Test
  void allWhoStartAtOnceAgreeAndLeaveNothingElse() throws Exception {
    int threads = 8;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    CyclicBarrier start = new CyclicBarrier(threads);
    try {
      for (int round = 0; round < 20; round++) {
        Path folder = temporary.resolve("round " + round);
        List<Future<String>> futures = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          futures.add(
              pool.submit(
                  () -> {
                    start.await();
                    return ScratchIdentity.of(folder);
                  }));
        }
        Set<String> identities = new HashSet<>();
        for (Future<String> future : futures) {
          identities.add(future.get());
        }
        assertThat(identities).hasSize(1);
        try (Stream<Path> files = Files.list(folder)) {
          assertThat(files).hasSize(1);
        }
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void aFolderThatCannotBeMadeHasAnIdentityOfItsOwn() throws IOException {
    Files.writeString(temporary.resolve("site"), "a file");
    assertThat(ScratchIdentity.of(scratch())).isNotEqualTo(ScratchIdentity.of(scratch()));
  }
}
