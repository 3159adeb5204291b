package dev.margay.devtools.bench;

import dev.margay.server.StartFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Every cell there is, and those that were asked for. */
final class Cells {
  /** Requests a second of a {@link Shape#PACED} cell: what the slowest of the peers still keeps. */
  static final int PACE = 2_000;

  private static final String PHOTO_1K = "/photo-1k.jpg";
  private static final List<String> GZIP = List.of("accept-encoding: gzip");

  /** What a browser of 2025 sends along when a page asks for an image. */
  private static final List<String> BROWSER =
      List.of(
          "accept-encoding: gzip, deflate, br, zstd",
          "accept: image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8",
          "accept-language: en-GB,en;q=0.9,de;q=0.8",
          "cache-control: no-cache",
          "pragma: no-cache",
          "priority: u=2, i",
          "referer: https://localhost/index.html",
          "sec-ch-ua: \"Chromium\";v=\"142\", \"Not_A Brand\";v=\"99\"",
          "sec-ch-ua-mobile: ?0",
          "sec-ch-ua-platform: \"Linux\"",
          "sec-fetch-dest: image",
          "sec-fetch-mode: no-cors",
          "sec-fetch-site: same-origin",
          "user-agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
              + " Chrome/142.0.0.0 Safari/537.36");

  private static final List<Cell> ALL = all();

  /** What says most in two minutes. */
  private static final Set<String> QUICK =
      Set.of("1k", "10k", "100k", "1m", "gz-100k", "304", "1k-c100-m1", "handshake", "latency");

  private Cells() {}

  /** Every cell, in the order of the table. */
  static List<Cell> every() {
    return ALL;
  }

  /** The cells of the quick form. */
  static List<Cell> quick() {
    return ALL.stream().filter(cell -> QUICK.contains(cell.name())).toList();
  }

  /**
   * The cells of these names, in the order of the table.
   *
   * @throws StartFailure if a name is no cell's
   */
  static List<Cell> named(List<String> names) throws StartFailure {
    String known = ALL.stream().map(Cell::name).collect(Collectors.joining(", "));
    for (String name : names) {
      if (ALL.stream().noneMatch(cell -> cell.name().equals(name))) {
        throw new StartFailure("--only: there is no cell " + name + "; the cells are " + known);
      }
    }
    return ALL.stream().filter(cell -> names.contains(cell.name())).toList();
  }

  private static List<Cell> all() {
    List<Cell> cells = new ArrayList<>();
    cells.add(h2("1k", "1 KB", PHOTO_1K, 10, 10, 25_000));
    cells.add(h2("10k", "10 KB", "/photo-10k.jpg", 10, 10, 15_000));
    cells.add(h2("100k", "100 KB", "/photo-100k.jpg", 10, 10, 5_000));
    cells.add(h2("1m", "1 MB", "/photo-1m.jpg", 10, 10, 600));
    cells.add(h2("10m", "10 MB", "/photo-10m.jpg", 1, 1, 40));
    cells.add(preEncoded("gz-10k", "10 KB", "/text-10k.js", 15_000));
    cells.add(preEncoded("gz-100k", "100 KB", "/text-100k.js", 12_000));
    cells.add(preEncoded("gz-1m", "1 MB", "/text-1m.js", 2_000));
    cells.add(of("304", "304, 1 KB", Protocol.H2, Shape.VALIDATION, PHOTO_1K, 10, 10, 25_000));
    cells.add(
        new Cell(
            "browser",
            "1 KB, a browser's header",
            Protocol.H2,
            Shape.STEADY,
            PHOTO_1K,
            10,
            10,
            25_000,
            BROWSER));
    for (int clients : List.of(1, 10, 100)) {
      for (int streams : List.of(1, 10, 100)) {
        if (clients != 10 || streams != 10) { // that one is "1k"
          String name = "1k-c%d-m%d".formatted(clients, streams);
          cells.add(h2(name, "1 KB", PHOTO_1K, clients, streams, requests(clients, streams)));
        }
      }
    }
    cells.add(of("handshake", "handshake", Protocol.H2, Shape.HANDSHAKES, PHOTO_1K, 100, 1, 100));
    cells.add(of("h2c-1k", "h2c, 1 KB", Protocol.H2C, Shape.STEADY, PHOTO_1K, 10, 10, 25_000));
    cells.add(
        of(
            "h2c-100k",
            "h2c, 100 KB",
            Protocol.H2C,
            Shape.STEADY,
            "/photo-100k.jpg",
            10,
            10,
            5_000));
    // As with the hundred connections: enough that 32 handshakes do not show.
    cells.add(of("h1-1k", "HTTP/1.1, 1 KB", Protocol.H1, Shape.STEADY, PHOTO_1K, 32, 1, 30_000));
    cells.add(
        of(
            "h1-100k",
            "HTTP/1.1, 100 KB",
            Protocol.H1,
            Shape.STEADY,
            "/photo-100k.jpg",
            32,
            1,
            12_000));
    cells.add(
        of("latency", "1 KB, 2,000/s", Protocol.H2, Shape.PACED, PHOTO_1K, 10, 100, 3 * PACE));
    return List.copyOf(cells);
  }

  /** Enough of them that a hundred handshakes do not show, where a hundred connections are made. */
  private static int requests(int clients, int streams) {
    if (clients == 100) {
      return 60_000;
    }
    return streams == 1 ? 8_000 : 20_000;
  }

  private static Cell preEncoded(String name, String size, String path, int requests) {
    String title = size + ", pre-encoded";
    return new Cell(name, title, Protocol.H2, Shape.STEADY, path, 10, 10, requests, GZIP);
  }

  private static Cell h2(String name, String title, String path, int c, int m, int requests) {
    return of(name, title, Protocol.H2, Shape.STEADY, path, c, m, requests);
  }

  private static Cell of(
      String name, String title, Protocol protocol, Shape shape, String path, int c, int m, int n) {
    return new Cell(name, title, protocol, shape, path, c, m, n, List.of());
  }
}
