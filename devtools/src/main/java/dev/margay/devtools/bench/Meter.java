package dev.margay.devtools.bench;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Measures one server under one load: processor time, requests, memory. */
final class Meter {
  /** Buffered log lines are part of the work; by then every server has written them. */
  private static final long WRITING_MILLIS = 80;

  private static final double NANOS_PER_MICRO = 1000;

  private final H2load h2load;
  private final Visitor visitor;

  /** Entity tags by server and path; one thread uses them. */
  private final Map<String, Optional<String>> tags = new HashMap<>();

  Meter(H2load h2load, Visitor visitor) {
    this.h2load = h2load;
    this.visitor = visitor;
  }

  /** How a measurement ended. */
  sealed interface Reading {
    /** It counts. */
    record Taken(Measurement measurement) implements Reading {}

    /** It does not; {@code why} is for a person. */
    record Missed(String why) implements Reading {}
  }

  /** Has {@code entrant} answer {@code cell} in {@code round}. */
  Reading read(int round, Cell cell, Entrant entrant, H2load.Room room)
      throws IOException, InterruptedException {
    Optional<RunningServer> speaking = entrant.speaking(cell.protocol());
    if (speaking.isEmpty()) {
      return new Reading.Missed("it does not speak " + cell.protocol());
    }
    RunningServer server = speaking.get();
    if (!server.isAlive()) {
      return new Reading.Missed("it ended: " + server.lastWords());
    }
    Optional<String> tag = tag(cell, entrant, server);
    ProcessTree tree = server.tree();
    CpuTime before = tree.cpu();
    double seconds = 0;
    Run.Done last = null;
    for (int i = 0; i < cell.runs(); i++) {
      Run run = h2load.run(cell, server, tag, room);
      if (run instanceof Run.Broken broken) {
        return new Reading.Missed(broken.why());
      }
      last = (Run.Done) run;
      seconds += last.report().seconds();
    }
    Thread.sleep(WRITING_MILLIS);
    double requests = (double) cell.requests() * cell.runs();
    double micros = tree.cpu().since(before) / NANOS_PER_MICRO / requests;
    return new Reading.Taken(
        new Measurement(
            round,
            cell.name(),
            entrant.name(),
            micros,
            requests / seconds,
            tree.memory(),
            last.latency(),
            last.report().cipher()));
  }

  private Optional<String> tag(Cell cell, Entrant entrant, RunningServer server)
      throws IOException, InterruptedException {
    if (cell.shape() != Shape.VALIDATION) {
      return Optional.empty();
    }
    String key = entrant.name() + cell.path();
    if (!tags.containsKey(key)) {
      tags.put(key, visitor.get(server, cell.path(), "identity").headers().firstValue("etag"));
    }
    return tags.get(key);
  }
}
