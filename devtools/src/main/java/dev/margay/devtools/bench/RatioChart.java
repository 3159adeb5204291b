package dev.margay.devtools.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The ratios of processor time as bars (SVG 2), on a logarithmic scale: to the right of 1 Margay
 * takes less than the peer, to the left more. A thin line shows the spread over the rounds. It has
 * a ground of its own, light or dark as the reader's system is.
 */
final class RatioChart {
  private static final int WIDTH = 860;
  private static final int LEFT = 210;
  private static final int RIGHT = 70;
  private static final int TOP = 84;
  private static final int BAR = 11;
  private static final int BAR_STEP = 14;
  private static final int GROUP_GAP = 12;
  private static final int BOTTOM = 24;
  private static final List<Double> MARKS = List.of(0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0);
  private static final List<String> LIGHT = List.of("#0a66c2", "#b3510b", "#12794a", "#8a3ab9");
  private static final List<String> DARK = List.of("#6cb2ff", "#f0a05a", "#5fd39a", "#cf9bf0");

  private final Figures figures;
  private final StringBuilder out = new StringBuilder(1 << 14);
  private final double least;
  private final double most;

  private RatioChart(Figures figures) {
    this.figures = figures;
    List<Spread> all =
        figures.cells().stream()
            .flatMap(
                cell ->
                    figures.peers().stream()
                        .flatMap(peer -> figures.ratio(cell.name(), peer).stream()))
            .toList();
    double lowest = all.stream().mapToDouble(Spread::lowest).min().orElse(1);
    double highest = all.stream().mapToDouble(Spread::highest).max().orElse(1);
    least = below(Math.min(lowest, 0.5));
    most = above(Math.max(highest, 2.0));
  }

  static String of(Figures figures) {
    RatioChart chart = new RatioChart(figures);
    chart.draw();
    return chart.out.toString();
  }

  private void draw() {
    int group = figures.peers().size() * BAR_STEP + GROUP_GAP;
    int height = TOP + figures.cells().size() * group + BOTTOM;
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
            + " role=\"img\">",
        WIDTH, height, WIDTH, height);
    add("<title>Processor time for each request: the peer's over Margay's</title>");
    style();
    add("<rect class=\"ground\" width=\"%d\" height=\"%d\" rx=\"6\"/>", WIDTH, height);
    add(
        "<text class=\"head\" x=\"16\" y=\"26\">Processor time for each request: the peer's over"
            + " Margay's</text>");
    legend();
    scale(height);
    int y = TOP;
    for (Cell cell : figures.cells()) {
      group(cell, y);
      y += group;
    }
    add("</svg>");
  }

  private void style() {
    StringBuilder light = new StringBuilder();
    StringBuilder dark = new StringBuilder();
    for (int i = 0; i < LIGHT.size(); i++) {
      light.append(".p%d{fill:%s}".formatted(i, LIGHT.get(i)));
      dark.append(".p%d{fill:%s}".formatted(i, DARK.get(i)));
    }
    add("<style>");
    add("text{font:12px system-ui,sans-serif;fill:#1f2328}.head{font-size:15px;font-weight:600}");
    add(".ground{fill:#fff}.mark{stroke:#d0d7de}.one{stroke:#57606a;stroke-width:2}");
    add(".spread{stroke:#1f2328;stroke-width:1.2}" + light);
    add("@media(prefers-color-scheme:dark){text{fill:#e6edf3}.ground{fill:#0d1117}");
    add(".mark{stroke:#30363d}.one{stroke:#9198a1}.spread{stroke:#e6edf3}" + dark + "}");
    add("</style>");
  }

  private void legend() {
    int x = 16;
    for (int i = 0; i < figures.peers().size(); i++) {
      String peer = figures.peers().get(i);
      add("<rect class=\"p%d\" x=\"%d\" y=\"40\" width=\"12\" height=\"12\"/>", colour(i), x);
      add("<text x=\"%d\" y=\"50\">%s</text>", x + 17, escaped(peer));
      x += 40 + 8 * peer.length();
    }
    add(
        "<text x=\"%d\" y=\"50\" text-anchor=\"end\">right of 1: Margay takes less</text>",
        WIDTH - 16);
  }

  private void scale(int height) {
    for (double mark : MARKS) {
      if (mark >= least && mark <= most) {
        String kind = mark == 1.0 ? "one" : "mark";
        double x = x(mark);
        add(
            "<line class=\"%s\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>",
            kind, x, TOP - 6, x, height - BOTTOM);
        add(
            "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
            x, TOP - 10, mark < 1 ? Double.toString(mark) : Integer.toString((int) mark));
      }
    }
  }

  private void group(Cell cell, int top) {
    int middle = top + figures.peers().size() * BAR_STEP / 2 + 3;
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
        LEFT - 10, middle, escaped(cell.name() + " · " + cell.title()));
    int y = top;
    for (int i = 0; i < figures.peers().size(); i++) {
      Optional<Spread> ratio = figures.ratio(cell.name(), figures.peers().get(i));
      if (ratio.isPresent()) {
        bar(ratio.get(), i, y);
      }
      y += BAR_STEP;
    }
  }

  private void bar(Spread ratio, int peer, int y) {
    double one = x(1);
    double end = x(ratio.median());
    add(
        "<rect class=\"p%d\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
        colour(peer), Math.min(one, end), y, Math.max(1, Math.abs(end - one)), BAR);
    double middle = y + BAR / 2.0;
    add(
        "<line class=\"spread\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
        x(ratio.lowest()), middle, x(ratio.highest()), middle);
    add(
        "<text x=\"%.1f\" y=\"%d\">%.2f</text>",
        Math.max(Math.max(one, end), x(ratio.highest())) + 5, y + BAR - 1, ratio.median());
  }

  private double x(double ratio) {
    double share = Math.log(ratio / least) / Math.log(most / least);
    return LEFT + share * (WIDTH - LEFT - RIGHT);
  }

  private static int colour(int peer) {
    return peer % LIGHT.size();
  }

  private static double below(double ratio) {
    double mark = MARKS.stream().filter(each -> each <= ratio).reduce((a, b) -> b).orElse(ratio);
    return Math.max(mark, 0.01);
  }

  private static double above(double ratio) {
    return MARKS.stream().filter(each -> each >= ratio).findFirst().orElse(ratio);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private void add(String format, Object... arguments) {
    String text = arguments.length == 0 ? format : format(format, arguments);
    out.append(text).append('\n');
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
