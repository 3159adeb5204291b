package dev.margay.devtools.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * All that a benchmark found out.
 *
 * @param servers their names, Margay's first
 * @param versions which one each is
 * @param starts milliseconds to the first byte, of each start
 * @param notes what is missing, and why
 */
record Figures(
    Machine machine,
    List<Cell> cells,
    List<String> servers,
    Map<String, String> versions,
    List<Measurement> measurements,
    Map<String, List<Double>> starts,
    List<Check> checks,
    List<String> notes) {
  /** Keeps its own copies. */
  Figures {
    cells = List.copyOf(cells);
    servers = List.copyOf(servers);
    versions = Map.copyOf(versions);
    measurements = List.copyOf(measurements);
    starts = Map.copyOf(starts);
    checks = List.copyOf(checks);
    notes = List.copyOf(notes);
  }

  /** The peers. */
  List<String> peers() {
    return servers.stream().filter(name -> !name.equals(Margay.NAME)).toList();
  }

  /** Microseconds of processor time for each request. */
  Optional<Spread> cpu(String cell, String server) {
    return spread(of(cell, server), Measurement::cpuMicros);
  }

  Optional<Spread> requestsPerSecond(String cell, String server) {
    return spread(of(cell, server), Measurement::requestsPerSecond);
  }

  /** The peer's processor time over Margay's, each round by itself: above 1 Margay takes less. */
  Optional<Spread> ratio(String cell, String peer) {
    List<Double> ratios = new ArrayList<>();
    for (Measurement theirs : of(cell, peer)) {
      of(cell, Margay.NAME).stream()
          .filter(ours -> ours.round() == theirs.round())
          .forEach(ours -> ratios.add(theirs.cpuMicros() / ours.cpuMicros()));
    }
    return Spread.of(ratios);
  }

  /** Of a cell with a pace, in microseconds. */
  Optional<Spread> latency(String cell, String server, ToDoubleFunction<Latency> which) {
    return Spread.of(
        of(cell, server).stream()
            .flatMap(each -> each.latency().stream())
            .map(which::applyAsDouble)
            .toList());
  }

  /** Bytes in memory after each load over TLS; without it Margay has another process. */
  Optional<Spread> memory(String server) {
    Predicate<Measurement> tls = each -> !each.cipher().isEmpty();
    return spread(
        measurements.stream().filter(each -> each.server().equals(server)).filter(tls).toList(),
        each -> each.memory().resident());
  }

  Optional<Spread> start(String server) {
    return Spread.of(starts.getOrDefault(server, List.of()));
  }

  private List<Measurement> of(String cell, String server) {
    return measurements.stream()
        .filter(each -> each.cell().equals(cell) && each.server().equals(server))
        .toList();
  }

  private static Optional<Spread> spread(
      List<Measurement> some, ToDoubleFunction<Measurement> which) {
    return Spread.of(some.stream().map(which::applyAsDouble).toList());
  }
}
