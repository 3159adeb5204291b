package dev.margay.devtools.bench;

import dev.margay.devtools.authority.SelfSigned;
import dev.margay.server.StartFailure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Margay beside its peers, on one machine in one run. The walk: find who is installed, write the
 * files, start everyone, look whether they serve what they should, warm, measure in rounds, look
 * again, stop, tell.
 */
public final class Benchmark {
  private static final String APT = "apt-get install ";
  private static final String TLS_LINE = "TLS is done by ";

  private final BenchPlan plan;
  private final MargayProgram program;
  private final PrintStream progress;
  private final List<String> notes = new ArrayList<>();
  private final List<Check> checks = new ArrayList<>();
  private final Map<String, List<Double>> starts = new LinkedHashMap<>();

  private Benchmark(BenchPlan plan, MargayProgram program, PrintStream progress) {
    this.plan = plan;
    this.program = program;
    this.progress = progress;
  }

  /** Of this very Margay. */
  public static Benchmark of(BenchPlan plan, PrintStream progress) {
    return new Benchmark(plan, MargayProgram.here(), progress);
  }

  static Benchmark of(BenchPlan plan, MargayProgram program, PrintStream progress) {
    return new Benchmark(plan, program, progress);
  }

  /**
   * Measures, and writes {@code table.md}, {@code chart.svg} and {@code figures.json}.
   *
   * @return the table, and whether every check holds
   * @throws StartFailure if h2load is missing, Margay does not start, or nothing can be written
   */
  public Outcome run() throws StartFailure {
    InstalledProgram client =
        InstalledProgram.find(H2load.NAME)
            .orElseThrow(
                () ->
                    new StartFailure(
                        "h2load is not installed, and nothing can be measured without it: "
                            + APT
                            + H2load.DEBIAN_PACKAGE));
    try {
      Files.createDirectories(plan.output());
      Figures figures;
      try (Scratch scratch = Scratch.make()) {
        figures = measure(client, scratch);
      }
      Files.writeString(plan.output().resolve("figures.json"), FiguresJson.of(figures));
      Files.writeString(plan.output().resolve("chart.svg"), RatioChart.of(figures));
      String table = MarkdownTable.of(figures);
      Files.writeString(plan.output().resolve("table.md"), table);
      boolean holds =
          figures.checks().stream().allMatch(check -> check.verdict() == Check.Verdict.HOLDS);
      return new Outcome(table, holds ? Check.Verdict.HOLDS : Check.Verdict.FAILS);
    } catch (IOException e) {
      throw new StartFailure("the benchmark was not finished: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("the benchmark was interrupted");
    }
  }

  /** What came out: the table, and whether all checks hold. */
  public record Outcome(String table, Check.Verdict verdict) {}

  private Figures measure(InstalledProgram client, Scratch scratch)
      throws IOException, InterruptedException {
    progress.println("working in " + scratch.folder());
    SiteFiles files = SiteFiles.write(scratch.folder().resolve("site"), Instant.now());
    String pem = SelfSigned.pem(List.of("localhost", Place.HOST), Instant.now());
    Files.writeString(scratch.folder().resolve("identity.pem"), pem);
    Cores cores = Cores.divide(plan.cores());
    Visitor visitor = new Visitor(pem);
    Checks look = new Checks(visitor, files);
    H2load h2load = new H2load(client, cores, scratch);
    List<Entrant> entrants = start(scratch, cores);
    for (Entrant entrant : entrants) {
      checks.add(look.bodies(entrant, plan.cells()));
    }
    Meter meter = new Meter(h2load, visitor);
    warm(entrants, new WarmUp(meter, plan.cells(), plan.warmUp()), cores);
    Rounds rounds = new Rounds(meter, plan.cells(), entrants);
    FirstByte firstByte = new FirstByte(visitor, scratch);
    entrants.get(0).speaking(Protocol.H2).ifPresent(firstByte::practise);
    for (int round = 1; round <= plan.rounds(); round++) {
      progress.printf("round %d of %d%n", round, plan.rounds());
      rounds.take(round);
      startAgain(entrants, firstByte, scratch, cores, round);
    }
    Optional<RunningServer> margay = entrants.get(0).speaking(Protocol.H2);
    if (margay.isPresent()) {
      margay
          .get()
          .said()
          .lines()
          .filter(line -> line.contains(TLS_LINE))
          .findFirst()
          .ifPresent(this::noteTls);
      checks.add(look.freshness(margay.get(), Margay.NAME, h2load));
    }
    for (Entrant entrant : entrants) {
      entrant.stop();
      checks.add(Checks.log(entrant));
    }
    checks.add(Checks.cipher(ciphers(rounds.measurements())));
    notes.addAll(rounds.notes());
    return new Figures(
        Machine.here(cores, client),
        plan.cells(),
        entrants.stream().map(Entrant::name).toList(),
        entrants.stream()
            .collect(Collectors.toMap(Entrant::name, each -> each.contender().version())),
        rounds.measurements(),
        starts,
        checks,
        notes);
  }

  /** Margay first; a peer that is missing or does not start is named and left out. */
  private List<Entrant> start(Scratch scratch, Cores cores)
      throws IOException, InterruptedException {
    Margay margay = new Margay(program, scratch.folder().resolve("kept"));
    progress.println("preparing Margay: encodings and classes");
    if (new Preparation(margay, scratch).prepare(place(scratch, "margay-first", cores))
        == Preparation.Ending.WITHOUT_CLASSES) {
      notes.add("Margay starts without a class cache");
    }
    Set<Protocol> protocols = plan.cells().stream().map(Cell::protocol).collect(Collectors.toSet());
    protocols.add(Protocol.H2); // for the first byte and the changed file
    List<Entrant> entrants = new ArrayList<>();
    entrants.add(Entrant.start(margay, place(scratch, Margay.NAME, cores), protocols, scratch));
    for (Peer peer : plan.peers()) {
      Optional<Contender> installed = peer.installed();
      if (installed.isEmpty()) {
        missing(peer);
        continue;
      }
      try {
        Place place = place(scratch, peer.program(), cores);
        entrants.add(Entrant.start(installed.get(), place, protocols, scratch));
      } catch (IOException e) {
        note(peer.program() + " is left out: " + e.getMessage());
      }
    }
    return entrants;
  }

  private void noteTls(String line) {
    notes.add("Margay's " + line.substring(line.indexOf(TLS_LINE)));
  }

  private void missing(Peer peer) {
    note(peer.program() + " is not installed: " + APT + peer.debianPackage());
  }

  private void note(String sentence) {
    notes.add(sentence);
    progress.println(sentence);
  }

  private static Place place(Scratch scratch, String name, Cores cores) throws IOException {
    return Place.in(
        scratch.folder().resolve(name),
        scratch.folder().resolve("site"),
        scratch.folder().resolve("identity.pem"),
        cores.workers());
  }

  private void warm(List<Entrant> entrants, WarmUp warmUp, Cores cores)
      throws IOException, InterruptedException {
    progress.printf("warming, %d s at most%n", plan.warmUp().toSeconds());
    for (Entrant entrant : entrants) {
      if (entrant.name().equals(Margay.NAME)) {
        WarmUp.Ending ending = warmUp.warm(entrant);
        if (ending == WarmUp.Ending.TIME_OVER) {
          note("Margay was still getting cheaper when its warm-up was over");
        }
      } else {
        warmUp.touch(entrant);
      }
      for (RunningServer server : entrant.servers()) {
        cores.pin(server);
      }
    }
  }

  private void startAgain(
      List<Entrant> entrants, FirstByte firstByte, Scratch scratch, Cores cores, int round)
      throws IOException, InterruptedException {
    for (Entrant entrant : entrants) {
      Place place = place(scratch, entrant.name() + "-start-" + round, cores);
      firstByte
          .measure(entrant.contender(), place)
          .ifPresent(
              millis ->
                  starts.computeIfAbsent(entrant.name(), name -> new ArrayList<>()).add(millis));
    }
  }

  private static Map<String, String> ciphers(List<Measurement> measurements) {
    Map<String, String> ciphers = new LinkedHashMap<>();
    measurements.stream()
        .filter(each -> !each.cipher().isEmpty())
        .forEach(each -> ciphers.put(each.server(), each.cipher()));
    return ciphers;
  }
}
