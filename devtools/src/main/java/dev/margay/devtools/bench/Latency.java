package dev.margay.devtools.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * How long requests took at a fixed rate, from h2load's record of each ({@code --log-file}: start
 * in microseconds, status, microseconds until the end of the answer).
 *
 * <p>Its limits: a request's time begins when h2load sends it, so one that h2load sends late
 * because it was busy, or because all streams of a connection were taken, hides that delay; {@link
 * #rate} shows whether that happened. Client and server share the machine, and the ticks of
 * h2load's connections fall together: requests come in small bursts.
 *
 * @param median microseconds
 * @param ninetyNinth microseconds; 99 of 100 requests took at most so long
 * @param rate requests a second that were really made
 */
record Latency(double median, double ninetyNinth, double rate) {
  /** The time in which connections are made, which is left out, in microseconds. */
  private static final long OPENING = 500_000;

  private static final double MICROS = 1e6;

  private record Row(long start, long took) {}

  /** Reads the record; empty if it holds nothing after the connections were made. */
  static Optional<Latency> read(List<String> lines) {
    List<Row> rows = new ArrayList<>();
    for (String line : lines) {
      String[] fields = line.split("\t", -1);
      if (fields.length >= 3) {
        rows.add(new Row(Long.parseLong(fields[0]), Long.parseLong(fields[2])));
      }
    }
    long first = rows.stream().mapToLong(Row::start).min().orElse(0);
    List<Row> steady = rows.stream().filter(row -> row.start() - first >= OPENING).toList();
    long last = steady.stream().mapToLong(Row::start).max().orElse(first);
    if (steady.size() < 2 || last - first <= OPENING) {
      return Optional.empty();
    }
    List<Long> took = new ArrayList<>(steady.stream().map(Row::took).toList());
    Collections.sort(took);
    double seconds = (last - first - OPENING) / MICROS;
    return Optional.of(new Latency(rank(took, 50), rank(took, 99), steady.size() / seconds));
  }

  /** The nearest rank: the least value that so many of a hundred do not exceed. */
  private static long rank(List<Long> sorted, int percent) {
    int rank = (int) Math.ceil(sorted.size() * percent / 100.0);
    return sorted.get(Math.max(rank, 1) - 1);
  }
}
