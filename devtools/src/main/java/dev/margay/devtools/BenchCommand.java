package dev.margay.devtools;

import dev.margay.devtools.bench.BenchPlan;
import dev.margay.devtools.bench.Benchmark;
import dev.margay.devtools.bench.Check;
import dev.margay.server.StartFailure;
import dev.margay.server.command.Command;
import dev.margay.server.command.Main;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code margay bench}: measures Margay beside the servers that are installed. */
@CommandLine.Command(
    name = "bench",
    description = "Measure Margay beside nginx, h2o, caddy and apache2, as far as installed.",
    mixinStandardHelpOptions = true)
public final class BenchCommand implements Command {
  @Option(names = "--quick", description = "the most telling cells, in about two minutes")
  private boolean quick;

  @Option(names = "--rounds", paramLabel = "N", description = "how often (7; 3 with --quick)")
  private Optional<Integer> rounds;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "CELL",
      description = "these cells, such as 1k,304,handshake; a wrong name lists all")
  private List<String> only = List.of();

  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "NAME",
      description = "these peers: nginx, h2o, caddy, apache2 (all that are installed)")
  private List<String> peers = List.of();

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description = "the longest time for warming Margay (90; 20 with --quick)")
  private Optional<Integer> warmUp;

  @Option(
      names = "--cores",
      paramLabel = "N",
      defaultValue = "1",
      description = "cores and workers of each server; h2load has the others (1)")
  private int cores;

  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      defaultValue = "bench-results",
      description = "for table.md, chart.svg and figures.json (bench-results)")
  private Path output;

  @Override
  public Integer call() throws StartFailure {
    BenchPlan.Form form = quick ? BenchPlan.Form.QUICK : BenchPlan.Form.FULL;
    BenchPlan plan =
        new BenchPlan(
            form.cells(only),
            BenchPlan.peers(peers),
            positive("--rounds", rounds.orElse(form.rounds())),
            warmUp.map(seconds -> Duration.ofSeconds(Math.max(0, seconds))).orElse(form.warmUp()),
            positive("--cores", cores),
            output);
    Benchmark.Outcome outcome = Benchmark.of(plan, System.err).run();
    System.out.print(outcome.table());
    System.err.println("written to " + output.toAbsolutePath());
    return outcome.verdict() == Check.Verdict.HOLDS ? Main.OK : Main.MISTAKES;
  }

  private static int positive(String flag, int number) throws StartFailure {
    if (number < 1) {
      throw new StartFailure(flag + ": " + number + " is too few; write 1 or more");
    }
    return number;
  }
}
