package dev.margay.devtools.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps a server busy with all loads, on all cores, until it gets no cheaper: a Java server becomes
 * several times faster while its code is being compiled, and a host's server has that behind it.
 */
record WarmUp(Meter meter, List<Cell> cells, Duration longest) {
  /** Compilers are at work for about so long, even where a pass or two were no cheaper. */
  private static final Duration SHORTEST = Duration.ofSeconds(60);

  /** The share of a load's requests in one pass. */
  private static final double SHARE = 0.3;

  /** A load of many connections with few requests would only measure handshakes. */
  private static final double ONCE = 0.05;

  /** How a warm-up ended. */
  enum Ending {
    /** It got no cheaper. */
    SETTLED,
    /** It was still getting cheaper when the time was over. */
    TIME_OVER
  }

  Ending warm(Entrant entrant) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    Settling settling = new Settling();
    Map<String, Double> first = new HashMap<>();
    while (System.nanoTime() - begun < longest.toNanos()) {
      double cost = 0;
      for (Cell cell : hurried()) {
        if (meter.read(0, cell.scaled(SHARE), entrant, H2load.Room.ANY_CORE)
            instanceof Meter.Reading.Taken taken) {
          double micros = taken.measurement().cpuMicros();
          cost += micros / first.computeIfAbsent(cell.name(), name -> micros);
        }
      }
      settling.passed(cost);
      if (settling.settled() && System.nanoTime() - begun > SHORTEST.toNanos()) {
        return Ending.SETTLED;
      }
    }
    return Ending.TIME_OVER;
  }

  /** A load with a pace leaves the server idle most of the time: it warms nothing. */
  private List<Cell> hurried() {
    List<Cell> hurried = cells.stream().filter(cell -> cell.shape() != Shape.PACED).toList();
    return hurried.isEmpty() ? cells : hurried;
  }

  /** Asks for everything once: files are then in the system's memory, and known to the server. */
  void touch(Entrant entrant) throws IOException, InterruptedException {
    for (Cell cell : cells) {
      meter.read(0, cell.scaled(ONCE), entrant, H2load.Room.ANY_CORE);
    }
  }
}
