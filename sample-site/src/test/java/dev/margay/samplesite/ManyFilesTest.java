package dev.margay.samplesite;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A site of many files starts at once, and takes no more memory when all were asked for. The long
 * campaign: {@code mvn test -pl sample-site -am -Dtest=ManyFilesTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dmargay.files=100000}.
 */
class ManyFilesTest {
  private static final int FILES = Integer.getInteger("margay.files", 600);
  private static final int IN_FOLDER = 1_000;
  private static final int SIZE = 2_000;
  private static final int VISITORS = 4;
  private static final long MEBIBYTE = 1 << 20;

  /** What is alive, half as much again, and what the virtual machine adds to it. */
  private static final long MOST_MEMORY = 190 * MEBIBYTE;

  /** From this many files on, the entries in memory are as many as they may be. */
  private static final int ENOUGH_FILES = 10_000;

  private static final long MOST_GROWTH = 40 * MEBIBYTE;

  private static final long FIRST_BYTE_MILLIS = Long.getLong("margay.first-byte-millis", 60_000);

  @TempDir private Path temporary;

  @Test
  void allFilesAreServedInBoundedMemoryAndARestartIsImmediate() throws Exception {
    Path root = temporary.resolve("site");
    for (int i = 0; i < FILES; i++) {
      if (i % IN_FOLDER == 0) {
        Files.createDirectories(root.resolve("d" + i / IN_FOLDER));
      }
      Files.write(root.resolve(path(i).substring(1)), ChangingSite.text(SIZE, i));
    }
    firstByte("an empty index", root, FILES);
    firstByte("a full index", root, Math.min(FILES, 1_000));
  }

  @Test
  void theServersHereAreStartedAsTheLauncherStartsThem() throws Exception {
    String launcher = Files.readString(Path.of("../margay"));
    assertThat(launcher).contains(HostedProcess.LAUNCHED);
    HostedProcess.LAUNCHED_MALLOC.forEach(
        (name, value) -> assertThat(launcher).contains("${" + name + ":=" + value + "}"));
  }

  private static String path(int number) {
    return "/d" + number / IN_FOLDER + "/file" + number + ".js";
  }

  /** Starts a server, asks for one file at once, then walks through the first {@code files}. */
  private void firstByte(String when, Path root, int files) throws Exception {
    long begun = System.nanoTime();
    try (HostedProcess server = HostedProcess.serveAsLaunched(root)) {
      assertThat(ProvenAnswer.get(server.address(), path(FILES - 1), "br").tag()).isNotNull();
      long millis = (System.nanoTime() - begun) / 1_000_000;
      long before = server.memory();
      walk(server.address(), 0, files / 10);
      long early = server.memory();
      walk(server.address(), files / 10, files);
      long after = server.memory();
      System.out.printf(
          "%s of %d files: first byte after %d ms, %d MiB; after %d files %d MiB, %d files %d MiB%n",
          when,
          FILES,
          millis,
          before / MEBIBYTE,
          files / 10,
          early / MEBIBYTE,
          files,
          after / MEBIBYTE);
      assertThat(millis).as(when).isLessThan(FIRST_BYTE_MILLIS);
      assertThat(after).as(when).isLessThan(MOST_MEMORY);
      if (files / 10 >= ENOUGH_FILES) {
        assertThat(after - early).as("ten times the files").isLessThan(MOST_GROWTH);
      }
      assertThat(server.lines("ERROR")).isEmpty();
    }
  }

  private static void walk(URI server, int from, int to) throws Exception {
    ExecutorService visitors = Executors.newFixedThreadPool(VISITORS);
    try {
      List<Callable<Void>> walks = new ArrayList<>();
      for (int visitor = 0; visitor < VISITORS; visitor++) {
        int first = from + visitor;
        walks.add(
            () -> {
              for (int i = first; i < to; i += VISITORS) {
                ProvenAnswer.get(server, path(i), "gzip");
              }
              return null;
            });
      }
      for (Future<Void> walk : visitors.invokeAll(walks)) {
        walk.get();
      }
    } finally {
      visitors.shutdown();
    }
  }
}
