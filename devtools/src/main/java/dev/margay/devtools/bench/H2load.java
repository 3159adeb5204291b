package dev.margay.devtools.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The program that asks. It is told how many requests to make, never for how long: with a duration,
 * version 1.52 may go on for ever.
 */
record H2load(InstalledProgram program, Cores cores, Scratch scratch) {
  static final String NAME = "h2load";
  static final String DEBIAN_PACKAGE = "nghttp2-client";
  private static final long PATIENCE_SECONDS = 60;

  /** A pace that was kept less exactly than this was not kept. */
  private static final double KEPT = 0.95;

  /** Whether a run keeps to the client's cores. */
  enum Room {
    /** To the client's, as when it counts. */
    CLIENT_CORES,
    /** To none, as while the servers are being warmed. */
    ANY_CORE
  }

  /**
   * Asks {@code server} as {@code cell} says.
   *
   * @param tag the entity tag that a {@link Shape#VALIDATION} names
   */
  Run run(Cell cell, RunningServer server, Optional<String> tag, Room room)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(scratch.folder(), NAME, ".out");
    Path record = Files.createTempFile(scratch.folder(), NAME, ".log");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command(cell, server, tag, room, record))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      Process process = scratch.start(builder);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        Scratch.end(process);
        return new Run.Broken("h2load did not end within %d s".formatted(PATIENCE_SECONDS));
      }
      Optional<H2loadReport> report = H2loadReport.read(Files.readString(output, UTF_8));
      server.sent(report.map(H2loadReport::done).orElse(0));
      if (report.isEmpty()) {
        return new Run.Broken("h2load said nothing that can be read");
      }
      Optional<Latency> latency =
          cell.shape() == Shape.PACED
              ? Latency.read(Files.readAllLines(record, UTF_8))
              : Optional.empty();
      return judge(cell, report.get(), latency);
    } finally {
      Files.deleteIfExists(output);
      Files.deleteIfExists(record);
    }
  }

  static Run judge(Cell cell, H2loadReport report, Optional<Latency> latency) {
    if (report.succeeded() != cell.requests()) {
      return new Run.Broken(
          "%d of %d requests succeeded".formatted(report.succeeded(), cell.requests()));
    }
    int validated = cell.shape() == Shape.VALIDATION ? report.succeeded() : 0;
    if (report.redirections() != validated) {
      return new Run.Broken(
          "%d of %d answers were a 304".formatted(report.redirections(), report.requests()));
    }
    if (cell.shape() == Shape.PACED && latency.map(Latency::rate).orElse(0.0) < KEPT * Cells.PACE) {
      return new Run.Broken("the pace was not kept");
    }
    return new Run.Done(report, latency);
  }

  private List<String> command(
      Cell cell, RunningServer server, Optional<String> tag, Room room, Path record) {
    int port = server.ports().get(cell.protocol());
    int threads = Math.min(cores.clientThreads(), cell.clients());
    List<String> command = new ArrayList<>();
    if (room == Room.CLIENT_CORES) {
      command.addAll(cores.clientPrefix());
    }
    command.addAll(List.of(program.file().toString(), "-t", "" + threads));
    command.addAll(List.of("-c", "" + cell.clients(), "-m", "" + cell.streams()));
    command.addAll(List.of("-n", "" + cell.requests()));
    command.add("--connect-to=" + Place.HOST + ":" + port);
    if (cell.protocol() == Protocol.H1) {
      command.add("--h1");
    }
    if (cell.shape() == Shape.PACED) {
      command.add("--rps=" + Cells.PACE / cell.clients());
      command.add("--log-file=" + record);
    }
    if (cell.shape() == Shape.VALIDATION) {
      command.addAll(List.of("-H", "if-none-match: " + tag.orElse("*")));
    }
    cell.fields().forEach(field -> command.addAll(List.of("-H", field)));
    String scheme = cell.protocol() == Protocol.H2C ? "http" : "https";
    command.add("%s://localhost:%d%s".formatted(scheme, port, cell.path()));
    return command;
  }
}
