package dev.margay.devtools.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Figures as a page of Markdown. */
final class MarkdownTable {
  private static final String NONE = "–";
  private static final Collector<CharSequence, ?, String> LIST = Collectors.joining("; ");
  private static final Collector<CharSequence, ?, String> BAR = Collectors.joining(" | ");
  private static final double MEBI = 1 << 20;
  private static final double MILLIS = 1000;

  private final Figures figures;
  private final StringBuilder out = new StringBuilder(1 << 13);

  private MarkdownTable(Figures figures) {
    this.figures = figures;
  }

  static String of(Figures figures) {
    MarkdownTable table = new MarkdownTable(figures);
    table.facts();
    table.processorTime();
    table.rates();
    table.latencies();
    table.memoryAndStart();
    table.checks();
    return table.out.toString();
  }

  private void facts() {
    out.append("# Margay beside its peers\n\n");
    figures.machine().facts().forEach((name, text) -> line("- %s: %s", name, text));
    line("- servers: %s", figures.servers().stream().map(figures.versions()::get).collect(LIST));
    figures.notes().forEach(note -> line("- %s", note));
  }

  private void processorTime() {
    long rounds = figures.measurements().stream().map(Measurement::round).distinct().count();
    line("%n## Processor time for each request%n");
    line(
        "µs of the server; × is the peer's over Margay's in the same round, so above 1 Margay takes"
            + " less: median [lowest–highest] of rounds: %d.%n",
        rounds);
    List<String> heads = new ArrayList<>(List.of("cell", "load", "Margay µs"));
    figures.peers().forEach(peer -> heads.addAll(List.of(peer + " µs", "×")));
    head(heads);
    for (Cell cell : figures.cells()) {
      List<String> row = row(cell);
      row.add(micros(figures.cpu(cell.name(), Margay.NAME)));
      for (String peer : figures.peers()) {
        row.add(micros(figures.cpu(cell.name(), peer)));
        row.add(figures.ratio(cell.name(), peer).map(MarkdownTable::ratio).orElse(NONE));
      }
      row(row);
    }
  }

  private void rates() {
    line("%n## Requests per second%n");
    line("As the client saw them, which shares the machine; the processor time says more.%n");
    head(Stream.concat(Stream.of("cell", "load"), figures.servers().stream()).toList());
    for (Cell cell : figures.cells()) {
      List<String> row = row(cell);
      for (String server : figures.servers()) {
        row.add(
            figures
                .requestsPerSecond(cell.name(), server)
                .map(spread -> text("%,.0f", spread.median()))
                .orElse(NONE));
      }
      row(row);
    }
  }

  private void latencies() {
    List<Cell> paced =
        figures.cells().stream().filter(cell -> cell.shape() == Shape.PACED).toList();
    if (paced.isEmpty()) {
      return;
    }
    line("%n## Latency at a fixed rate%n");
    line(
        "From sending to the end of the answer, p50 / p99 in ms. A request that the client sends"
            + " late is not late here; connections ask in small bursts.%n");
    head(Stream.concat(Stream.of("cell", "load"), figures.servers().stream()).toList());
    for (Cell cell : paced) {
      List<String> row = row(cell);
      for (String server : figures.servers()) {
        row.add(
            millis(figures.latency(cell.name(), server, Latency::median))
                + " / "
                + millis(figures.latency(cell.name(), server, Latency::ninetyNinth)));
      }
      row(row);
    }
  }

  private void memoryAndStart() {
    line("%n## Memory and start%n");
    line(
        "Resident memory of all processes after each load over TLS, MB (2²⁰ bytes), and ms from the"
            + " start to the first byte over TLS, on all cores: median [lowest–highest].%n");
    head(List.of("server", "memory", "start"));
    for (String server : figures.servers()) {
      row(
          List.of(
              server,
              figures.memory(server).map(spread -> spread("%.0f", spread, MEBI)).orElse(NONE),
              figures.start(server).map(spread -> spread("%.0f", spread, 1)).orElse(NONE)));
    }
  }

  private void checks() {
    line("%n## Checks%n");
    head(List.of("server", "check", "", "figures"));
    for (Check check : figures.checks()) {
      String verdict = check.verdict() == Check.Verdict.HOLDS ? "holds" : "**fails**";
      row(List.of(check.server(), check.what(), verdict, check.detail()));
    }
  }

  private static List<String> row(Cell cell) {
    String load =
        "%s (c%d m%d n%,d)"
            .formatted(cell.title(), cell.clients(), cell.streams(), cell.requests());
    return new ArrayList<>(List.of(cell.name(), load));
  }

  private static String micros(Optional<Spread> spread) {
    return spread.map(each -> significant(each.median())).orElse(NONE);
  }

  private static String millis(Optional<Spread> micros) {
    return micros.map(each -> text("%.2f", each.median() / MILLIS)).orElse(NONE);
  }

  private static String ratio(Spread ratio) {
    return "**%s** [%s]".formatted(text("%.2f", ratio.median()), range("%.2f", ratio, 1));
  }

  private static String spread(String format, Spread spread, double unit) {
    return text(format, spread.median() / unit) + " [" + range(format, spread, unit) + "]";
  }

  private static String range(String format, Spread spread, double unit) {
    return text(format, spread.lowest() / unit) + "–" + text(format, spread.highest() / unit);
  }

  private static String significant(double figure) {
    return text(figure < 10 ? "%.2f" : figure < 100 ? "%.1f" : "%,.0f", figure);
  }

  private static String text(String format, double figure) {
    return String.format(Locale.ROOT, format, figure);
  }

  private void head(List<String> heads) {
    row(heads);
    row(heads.stream().map(each -> "---").toList());
  }

  private void row(List<String> fields) {
    out.append("| ")
        .append(fields.stream().map(each -> each.replace("|", "\\|")).collect(BAR))
        .append(" |\n");
  }

  private void line(String format, Object... arguments) {
    out.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}
