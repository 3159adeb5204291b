package dev.margay.devtools.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures all servers in turns: one load on each of them, then the next load, then all again, so
 * that the machine's mood is the same for all. Each round begins with another server.
 */
final class Rounds {
  /** After so many failures of a server under a load it is not asked for that again. */
  private static final int STRIKES = 2;

  /** How often and how long it waits for the last log lines, which some keep until they end. */
  private static final int LOOKS = 10;

  private static final long LOOK_MILLIS = 50;

  private final Meter meter;
  private final List<Cell> cells;
  private final List<Entrant> entrants;
  private final List<Measurement> measurements = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<String, Integer> strikes = new HashMap<>();

  Rounds(Meter meter, List<Cell> cells, List<Entrant> entrants) {
    this.meter = meter;
    this.cells = List.copyOf(cells);
    this.entrants = List.copyOf(entrants);
  }

  /** Takes one round. */
  void take(int round) throws IOException, InterruptedException {
    List<Entrant> turns = new ArrayList<>(entrants);
    Collections.rotate(turns, -round);
    for (Cell cell : cells) {
      for (Entrant entrant : turns) {
        measure(round, cell, entrant);
      }
    }
    for (Entrant entrant : entrants) {
      for (RunningServer server : entrant.servers()) {
        cutLog(server);
      }
    }
  }

  private static void cutLog(RunningServer server) throws IOException, InterruptedException {
    for (int look = 0; look < LOOKS && server.log().count() < server.asked(); look++) {
      Thread.sleep(LOOK_MILLIS);
    }
    server.log().cut();
  }

  private void measure(int round, Cell cell, Entrant entrant)
      throws IOException, InterruptedException {
    String pair = entrant.name() + " in " + cell.name();
    if (strikes.getOrDefault(pair, 0) >= STRIKES) {
      return;
    }
    Meter.Reading reading = meter.read(round, cell, entrant, H2load.Room.CLIENT_CORES);
    if (reading instanceof Meter.Reading.Taken taken) {
      measurements.add(taken.measurement());
    } else if (reading instanceof Meter.Reading.Missed missed) {
      strikes.merge(pair, 1, Integer::sum);
      notes.add("%s, round %d: %s".formatted(pair, round, missed.why()));
    }
  }

  /** What was measured so far. */
  List<Measurement> measurements() {
    return List.copyOf(measurements);
  }

  /** What went wrong so far. */
  List<String> notes() {
    return List.copyOf(notes);
  }
}
