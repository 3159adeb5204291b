package dev.margay.devtools.bench;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Looks whether the servers that are measured do what they are measured for. */
record Checks(Visitor visitor, SiteFiles files) {
  private static final int IN_SEQUENCE = 3;
  private static final int IN_PARALLEL = 30;
  private static final int READERS = 8;
  private static final int LOOK_MILLIS = 10;

  /** Apache was seen to log one line too few; why is not known. */
  private static final double PEER_SLACK = 0.001;

  private static final Duration LOAD_RUNS = Duration.ofMillis(500);
  private static final Duration PROMPTLY = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Every file that {@code cells} ask for is what is on disk, one after the other and at once. */
  Check bodies(Entrant entrant, List<Cell> cells) throws IOException, InterruptedException {
    List<Callable<String>> looks = new ArrayList<>();
    for (RunningServer server : entrant.servers()) {
      for (String path : cells.stream().map(Cell::path).distinct().toList()) {
        byte[] content = files.content(path);
        for (String coding : path.endsWith(".js") ? List.of("identity", "gzip") : List.of("gzip")) {
          looks.add(() -> look(server, path, coding, content));
        }
      }
    }
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < IN_SEQUENCE; i++) {
      wrong.addAll(all(looks, 1));
    }
    List<Callable<String>> crowd = new ArrayList<>();
    while (crowd.size() < IN_PARALLEL) {
      crowd.addAll(looks);
    }
    wrong.addAll(all(crowd, READERS));
    int compared = IN_SEQUENCE * looks.size() + crowd.size();
    return Check.of(
        entrant.name(),
        "bodies equal the files",
        wrong.isEmpty(),
        wrong.isEmpty() ? compared + " compared" : wrong.get(0));
  }

  /** What is wrong, in a sentence; empty if nothing is. */
  private String look(RunningServer server, String path, String coding, byte[] content)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> response = visitor.get(server, path, coding);
    if (response.statusCode() != 200) {
      return path + " is answered with " + response.statusCode();
    }
    String sent = response.headers().firstValue("content-encoding").orElse("identity");
    if (path.endsWith(".js") && !sent.equals(coding)) {
      return path + " is sent as " + sent + " to a client that takes " + coding;
    }
    return Arrays.equals(Visitor.content(response), content) ? "" : path + " has another body";
  }

  private static List<String> all(List<Callable<String>> looks, int readers)
      throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(readers);
    try {
      List<String> wrong = new ArrayList<>();
      for (Future<String> look : pool.invokeAll(looks)) {
        wrong.add(said(look));
      }
      return wrong.stream().filter(each -> !each.isEmpty()).toList();
    } finally {
      pool.shutdown();
    }
  }

  private static String said(Future<String> look) throws InterruptedException {
    try {
      return look.get();
    } catch (ExecutionException e) {
      return "no answer: " + e.getCause();
    }
  }

  /** A file that is written to under load is seen within a second, and old or new as a whole. */
  Check freshness(RunningServer server, String name, H2load h2load)
      throws IOException, InterruptedException {
    String what = "a changed file is seen within a second";
    String path = SiteFiles.CHANGING;
    byte[] before = files.content(path);
    Cell cell =
        new Cell("", "", Protocol.H2, Shape.PACED, path, 10, 100, 2 * Cells.PACE, List.of());
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      Future<Run> load =
          pool.submit(() -> h2load.run(cell, server, Optional.empty(), H2load.Room.CLIENT_CORES));
      Thread.sleep(LOAD_RUNS.toMillis());
      byte[] after = Arrays.copyOf(before, before.length / 2);
      replace(files.folder().resolve(path.substring(1)), after);
      long begun = System.nanoTime();
      byte[] seen = before;
      while (Arrays.equals(seen, before) && System.nanoTime() - begun < PATIENCE.toNanos()) {
        Thread.sleep(LOOK_MILLIS);
        seen = Visitor.content(visitor.get(server, path, "identity"));
      }
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      String loaded = load.get() instanceof Run.Broken broken ? "; " + broken.why() : "";
      boolean holds = Arrays.equals(seen, after) && took.compareTo(PROMPTLY) <= 0;
      return Check.of(name, what, holds && loaded.isEmpty(), took.toMillis() + " ms" + loaded);
    } catch (ExecutionException e) {
      return Check.of(name, what, false, "no load: " + e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  /** As editors do: the new file takes the old one's name. */
  private static void replace(Path file, byte[] content) throws IOException {
    Path next = file.resolveSibling("next.tmp");
    Files.write(next, content);
    Files.move(next, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Margay's log has as many lines as there were requests. A peer's has nearly as many: it writes
   * them too, which is what matters here. The server must have been stopped.
   */
  static Check log(Entrant entrant) throws IOException {
    long asked = 0;
    long lines = 0;
    for (RunningServer server : entrant.servers()) {
      asked += server.asked();
      lines += server.log().count();
    }
    String figures = "%,d requests, %,d lines".formatted(asked, lines);
    return entrant.name().equals(Margay.NAME)
        ? Check.of(entrant.name(), "log lines equal requests", asked == lines, figures)
        : Check.of(
            entrant.name(),
            "requests are logged",
            Math.abs(asked - lines) <= asked * PEER_SLACK,
            figures);
  }

  /** All have agreed on the same version of TLS and the same cipher. */
  static Check cipher(Map<String, String> ciphers) {
    List<String> distinct = ciphers.values().stream().distinct().toList();
    return Check.of("all", "one TLS cipher", distinct.size() < 2, String.join(", ", distinct));
  }
}
