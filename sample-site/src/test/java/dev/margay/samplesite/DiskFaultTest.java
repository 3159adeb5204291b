package dev.margay.samplesite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scratch directory fails in mid-load: every request is answered, and what failed heals. */
class DiskFaultTest {
  private static final int LOAD_MILLIS = 500;
  private static final Duration HEALING = Duration.ofSeconds(20);

  @TempDir private Path temporary;
  private Path root;
  private ChangingSite site;

  @BeforeEach
  void makeSite() throws IOException {
    root = temporary.resolve("site");
    site = ChangingSite.withSteadyLargeFile(root, 12);
  }

  private interface Fault {
    void happens() throws Exception;
  }

  private LocalServer serve(Path workingDir) throws Exception {
    return LocalServer.serve(root, workingDir, "2GiB");
  }

  /** Runs load before, during and after the fault. */
  private void during(LocalServer server, Fault fault, Fault end) throws Exception {
    try (ChangingSite.Load load = site.new Load(server.address(), 7)) {
      await().atMost(HEALING).until(() -> load.answers() > 20);
      fault.happens();
      Thread.sleep(LOAD_MILLIS);
      end.happens();
      await().atMost(HEALING).untilAsserted(() -> assertHealed(server.address()));
      load.end();
      assertThat(load.failures()).isEmpty();
      assertThat(load.unanswered()).as("requests without a whole answer").isZero();
    }
  }

  /** What was never asked for before is encoded again, and found again. */
  private void assertHealed(URI server) throws Exception {
    String name = "new" + System.nanoTime() + ".js";
    Files.write(root.resolve(name), ChangingSite.text(20_000, System.nanoTime()));
    assertThat(ProvenAnswer.get(server, "/" + name, "zstd").coding().token()).isEqualTo("zstd");
  }

  private void assertOneWarningAndOneLineWhenItWorksAgain(LocalServer server) {
    await()
        .atMost(HEALING)
        .untilAsserted(
            () -> {
              assertHealed(server.address());
              assertThat(server.lines("works again", temporary)).hasSize(1);
            });
    assertThat(server.lines(" could not ", temporary)).hasSize(1);
    assertThat(server.lines("ERROR", temporary)).isEmpty();
  }

  static void removeAll(Path folder) throws IOException {
    while (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      } catch (UncheckedIOException | NoSuchFileException | DirectoryNotEmptyException e) {
        Thread.onSpinWait(); // the server writes into it at the same time
      }
    }
  }

  @Test
  void theScratchDirectoryIsRemoved() throws Exception {
    try (LocalServer server = serve(temporary)) {
      during(server, () -> removeAll(temporary.resolve(".margay")), () -> {});
      assertThat(server.lines("ERROR", temporary)).isEmpty();
    }
  }

  @Test
  void aFileTakesThePlaceOfTheScratchDirectory() throws Exception {
    Path scratch = temporary.resolve(".margay");
    try (LocalServer server = serve(temporary)) {
      during(
          server,
          () -> {
            Path aside = temporary.resolve("aside");
            Files.move(scratch, aside);
            while (!tryCreate(scratch)) {
              removeAll(scratch);
            }
          },
          () -> Files.delete(scratch));
      assertOneWarningAndOneLineWhenItWorksAgain(server);
    }
  }

  private static boolean tryCreate(Path file) {
    try {
      Files.createFile(file);
      return true;
    } catch (IOException e) {
      return false; // the server has just made the folder anew
    }
  }

  @Test
  void theScratchDirectoryBecomesReadOnly() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(temporary.resolve("disk"), 64);
        LocalServer server = serve(disk.folder())) {
      during(server, disk::becomeReadOnly, disk::becomeWritable);
      assertOneWarningAndOneLineWhenItWorksAgain(server);
    }
  }

  @Test
  void theDiskIsFull() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(temporary.resolve("disk"), 64);
        LocalServer server = serve(disk.folder())) {
      Path[] filler = new Path[1];
      during(server, () -> filler[0] = disk.fill(), () -> Files.delete(filler[0]));
      assertOneWarningAndOneLineWhenItWorksAgain(server);
    }
  }
}
