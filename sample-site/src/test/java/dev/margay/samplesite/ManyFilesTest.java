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

  /**
   * The launcher's heap, the bodies in memory included, and what the virtual machine adds to it.
   */
  private static final long MOST_MEMORY = 450 * MEBIBYTE;

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
      walk(server.address(), files);
      long after = server.memory();
      System.out.printf(
          "%s of %d files: first byte after %d ms, %d MiB; after %d files %d MiB%n",
          when, FILES, millis, before / MEBIBYTE, files, after / MEBIBYTE);
      assertThat(millis).as(when).isLessThan(FIRST_BYTE_MILLIS);
      assertThat(after).as(when).isLessThan(MOST_MEMORY);
      assertThat(server.lines("ERROR")).isEmpty();
    }
  }

  private static void walk(URI server, int files) throws Exception {
    ExecutorService visitors = Executors.newFixedThreadPool(VISITORS);
    try {
      List<Callable<Void>> walks = new ArrayList<>();
      for (int visitor = 0; visitor < VISITORS; visitor++) {
        int first = visitor;
        walks.add(
            () -> {
              for (int i = first; i < files; i += VISITORS) {
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
