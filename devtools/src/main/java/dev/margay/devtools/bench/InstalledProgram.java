package dev.margay.devtools.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of this machine. */
record InstalledProgram(Path file) {
  private static final String PATH_ENDS_WITH = ":/usr/local/sbin:/usr/sbin:/sbin";
  private static final long PATIENCE_SECONDS = 10;

  /** Looks where a shell looks, and where servers are, which not every user's shell does. */
  static Optional<InstalledProgram> find(String name) {
    String path = System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    return Stream.of((path + PATH_ENDS_WITH).split(":", -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .map(InstalledProgram::new)
        .findFirst();
  }

  /**
   * The first line that it prints when it is asked for its version.
   *
   * @return what it says, or a sentence that it said nothing
   */
  String version(String argument) {
    try {
      Process process =
          new ProcessBuilder(List.of(file.toString(), argument)).redirectErrorStream(true).start();
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      return said.lines().findFirst().orElse("unknown version").strip();
    } catch (IOException e) {
      return "unknown version";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown version";
    }
  }
}
