package dev.margay.devtools.bench;

import java.util.List;

/**
 * One kind of load.
 *
 * @param name as {@code --only} takes it
 * @param title what it is, for a person
 * @param path the file asked for, with its slash
 * @param clients connections
 * @param streams requests under way on each connection at most
 * @param requests how many in one run, over all connections; at least {@code clients}
 * @param fields header fields of each request, beside those that h2load sends anyway
 */
public record Cell(
    String name,
    String title,
    Protocol protocol,
    Shape shape,
    String path,
    int clients,
    int streams,
    int requests,
    List<String> fields) {
  /** How many short runs a measurement of handshakes takes. */
  private static final int HANDSHAKE_RUNS = 5;

  /** A request is under way before its answer is; fewer would measure connecting. */
  private static final int LEAST_PER_CONNECTION = 2;

  /** Keeps its own copy of the fields. */
  public Cell {
    fields = List.copyOf(fields);
  }

  /** The same load with a share of its requests, as far as that leaves it what it is. */
  Cell scaled(double share) {
    if (shape == Shape.HANDSHAKES) {
      return this;
    }
    int fewer = Math.max(LEAST_PER_CONNECTION * clients, (int) (requests * share));
    return new Cell(name, title, protocol, shape, path, clients, streams, fewer, fields);
  }

  /** How often h2load is run for one measurement. */
  int runs() {
    return shape == Shape.HANDSHAKES ? HANDSHAKE_RUNS : 1;
  }
}
