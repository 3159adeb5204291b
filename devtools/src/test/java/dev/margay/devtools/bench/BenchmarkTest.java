package dev.margay.devtools.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.margay.server.StartFailure;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real run with whatever is installed: what it measures is not looked at, only that it does. */
class BenchmarkTest {
  @TempDir Path folder;

  @Test
  void aSmallRunMeasuresEveryoneWhoIsInstalledAndLeavesNothingBehind() throws Exception {
    assumeH2load();
    List<Cell> cells =
        Stream.of("1k", "gz-10k", "304", "h2c-1k", "h1-1k", "handshake")
            .map(BenchmarkTest::cell)
            .map(cell -> cell.scaled(0.02))
            .toList();
    Path output = folder.resolve("results");
    BenchPlan plan =
        new BenchPlan(cells, List.of(Peer.values()), 1, Duration.ofMillis(100), 1, output);
    ByteArrayOutputStream progress = new ByteArrayOutputStream();

    Benchmark.Outcome outcome =
        Benchmark.of(
                plan,
                MargayProgram.onClassPath(classPath()),
                new PrintStream(progress, true, StandardCharsets.UTF_8))
            .run();

    String said = progress.toString(StandardCharsets.UTF_8);
    assertThat(outcome.table().lines())
        .filteredOn(line -> line.contains("**fails**"))
        .filteredOn(line -> !line.contains("within a second")) // a busy machine may be late
        .isEmpty();
    assertThat(output.resolve("table.md")).hasContent(outcome.table());
    assertThat(output.resolve("chart.svg")).isNotEmptyFile();
    String json = Files.readString(output.resolve("figures.json"));
    assertThat(measured(json, Margay.NAME)).isEqualTo(cells.size());
    for (Peer peer : Peer.values()) {
      if (peer.installed().isPresent()) {
        assertThat(measured(json, peer.program())).as(said).isEqualTo(cells.size());
      } else {
        assertThat(said).contains("apt-get install " + peer.debianPackage());
      }
    }
    Path scratch = Path.of(said.lines().findFirst().orElseThrow().replace("working in ", ""));
    assertThat(scratch).isAbsolute().doesNotExist();
  }

  private static int measured(String json, String server) {
    return json.split("\"server\":\"" + server + "\",\"cpuMicros\":[0-9.]+", -1).length - 1;
  }

  private static Cell cell(String name) {
    try {
      return Cells.named(List.of(name)).get(0);
    } catch (StartFailure e) {
      throw new AssertionError(e);
    }
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static void assumeH2load() {
    Optional<InstalledProgram> h2load = InstalledProgram.find(H2load.NAME);
    assumeTrue(
        h2load.isPresent(), "h2load is not installed: apt-get install " + H2load.DEBIAN_PACKAGE);
  }
}
