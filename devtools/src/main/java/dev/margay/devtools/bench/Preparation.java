package dev.margay.devtools.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What a host's Margay has behind it: every file encoded, as the peers' are, and the launcher's
 * class cache made.
 */
record Preparation(Margay margay, Scratch scratch) {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long LOOK_MILLIS = 100;

  /** How a preparation ended. */
  enum Ending {
    READY,
    /** Starts take longer than they would. */
    WITHOUT_CLASSES
  }

  Ending prepare(Place place) throws IOException, InterruptedException {
    Files.createDirectories(margay.kept());
    encode(place.site());
    if (margay.program().origin() == MargayProgram.Origin.CLASS_PATH) {
      return Ending.WITHOUT_CLASSES;
    }
    Entrant first = Entrant.start(margay, place, Set.of(Protocol.H2), scratch);
    long begun = System.nanoTime();
    while (!classesMade() && System.nanoTime() - begun < PATIENCE.toNanos()) {
      Thread.sleep(LOOK_MILLIS);
    }
    first.stop();
    return classesMade() ? Ending.READY : Ending.WITHOUT_CLASSES;
  }

  private void encode(Path site) throws IOException, InterruptedException {
    Path said = scratch.folder().resolve("warm.out");
    ProcessBuilder builder =
        new ProcessBuilder(margay.warmCommand(site))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    RunningServer.forgetSettings(builder);
    builder.environment().putAll(margay.environment());
    Process warm = scratch.start(builder);
    if (!warm.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      Scratch.end(warm);
      throw new IOException("margay warm took more than " + PATIENCE.toSeconds() + " s");
    }
    if (warm.exitValue() != 0) {
      throw new IOException("margay warm failed: " + Files.readString(said).strip());
    }
  }

  private boolean classesMade() throws IOException {
    if (!Files.isDirectory(margay.classCache())) {
      return false;
    }
    boolean made = false;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(margay.classCache())) {
      for (Path file : files) {
        if (file.toString().endsWith(".making")) {
          return false;
        }
        made |= file.toString().endsWith(".classes");
      }
    }
    return made;
  }
}
