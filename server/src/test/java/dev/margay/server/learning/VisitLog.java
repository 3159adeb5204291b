package dev.margay.server.learning;

import dev.margay.server.http.Destination;
import dev.margay.server.learning.AssetRequest.Audience;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A recorded log of visits. The addresses are made up: eleven visitors take turns. */
record VisitLog(List<List<VisitLog.Line>> visits) {
  private static final int VISITORS = 11;

  record Line(
      int visit,
      int millis,
      String method,
      int status,
      String target,
      String referer,
      String destination,
      String mode,
      int bytes) {
    static Line of(String text) {
      String[] fields = text.split("\t", -1);
      return new Line(
          Integer.parseInt(fields[0]),
          Integer.parseInt(fields[1]),
          fields[2],
          Integer.parseInt(fields[3]),
          fields[4],
          fields[5],
          fields[6],
          fields[7],
          Integer.parseInt(fields[8]));
    }
  }

  static VisitLog read(String name) {
    try (InputStream in = VisitLog.class.getResourceAsStream(name)) {
      TreeMap<Integer, List<Line>> visits = new TreeMap<>();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Line::of)
          .forEach(line -> visits.computeIfAbsent(line.visit(), n -> new ArrayList<>()).add(line));
      return new VisitLog(List.copyOf(visits.values()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replays one visit at the site's present time. */
  void replay(Watched site, int visit, PageVersion page) {
    Visitor visitor = Watched.person(visit % VISITORS);
    Instant begin = site.now;
    site.visit(
        visitor,
        page,
        List.of(),
        guest -> {
          for (Line line : visits.get(visit)) {
            site.book.asked(
                new AssetRequest(
                    visitor,
                    Watched.DOMAIN,
                    Watched.DOMAIN,
                    line.method(),
                    line.status(),
                    line.target(),
                    line.referer().equals("-") ? "" : "https://" + Watched.DOMAIN + line.referer(),
                    new FetchMetadata(line.destination(), line.mode(), ""),
                    Audience.ANYONE,
                    line.bytes(),
                    begin.plusMillis(line.millis())));
          }
        });
  }

  /**
   * What the browser needed in one visit and could have used ahead, in the order of its requests:
   * computed from the log alone. A module script that a module imports has that as its Referer, and
   * for an SVG file that {@code use} asks for there is no preload that fits.
   */
  static List<String> needed(List<Line> visit, String page) {
    Set<String> causes = new HashSet<>(Set.of(page));
    Set<String> needed = new LinkedHashSet<>();
    for (Line line : visit) {
      Optional<Destination> destination = Destination.of(line.destination());
      boolean usable = line.mode().equals("no-cors") || line.mode().equals("cors");
      if (destination.isPresent()
          && usable
          && line.status() == 200
          && causes.contains(line.referer())
          && !line.target().contains("favicon")) {
        needed.add(line.target());
        if (destination.get() == Destination.STYLE) {
          causes.add(line.target());
        }
      }
    }
    return List.copyOf(needed);
  }

  /** The part of the first {@code count} visits that needed each target, from 0 to 1. */
  TreeMap<String, Double> shares(int count, String page) {
    TreeMap<String, Double> shares = new TreeMap<>();
    visits.subList(0, count).stream()
        .flatMap(visit -> needed(visit, page).stream())
        .forEach(target -> shares.merge(target, 1.0 / count, Double::sum));
    return shares;
  }

  /** In how many of the first {@code count} visits one target was asked for before the other. */
  int before(int count, String page, String one, String other) {
    int before = 0;
    for (List<Line> visit : visits.subList(0, count)) {
      List<String> needed = needed(visit, page);
      if (needed.contains(one) && needed.contains(other)) {
        before += needed.indexOf(one) < needed.indexOf(other) ? 1 : 0;
      }
    }
    return before;
  }
}
