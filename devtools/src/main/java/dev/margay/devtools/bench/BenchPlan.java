package dev.margay.devtools.bench;

import dev.margay.server.StartFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a benchmark is to do.
 *
 * @param cells with the numbers of requests that are to be made
 * @param rounds at least 1
 * @param warmUp the longest time for it
 * @param cores how many the servers have
 * @param output the folder for table, chart and figures
 */
public record BenchPlan(
    List<Cell> cells, List<Peer> peers, int rounds, Duration warmUp, int cores, Path output) {
  private static final double QUICK_SHARE = 0.4;

  /** Keeps its own copies. */
  public BenchPlan {
    cells = List.copyOf(cells);
    peers = List.copyOf(peers);
  }

  /** How long it may take. */
  public enum Form {
    /** All cells, seven rounds: figures to quote. */
    FULL(7, Duration.ofSeconds(150)),
    /** About two minutes: figures to work with. */
    QUICK(3, Duration.ofSeconds(20));

    private final int rounds;
    private final Duration warmUp;

    Form(int rounds, Duration warmUp) {
      this.rounds = rounds;
      this.warmUp = warmUp;
    }

    /** How many rounds if nothing else is said. */
    public int rounds() {
      return rounds;
    }

    /** How long a warm-up takes at most if nothing else is said. */
    public Duration warmUp() {
      return warmUp;
    }

    /**
     * The cells that are meant.
     *
     * @param names none for those of this form
     * @throws StartFailure if a name is no cell's
     */
    public List<Cell> cells(List<String> names) throws StartFailure {
      List<Cell> whole =
          names.isEmpty() ? (this == QUICK ? Cells.quick() : Cells.every()) : Cells.named(names);
      return whole.stream().map(cell -> this == QUICK ? cell.scaled(QUICK_SHARE) : cell).toList();
    }
  }

  /**
   * The peers of these names.
   *
   * @param names none for all
   * @throws StartFailure if a name is no peer's
   */
  public static List<Peer> peers(List<String> names) throws StartFailure {
    List<Peer> all = List.of(Peer.values());
    if (names.isEmpty()) {
      return all;
    }
    List<Peer> chosen = new ArrayList<>();
    for (String name : names) {
      chosen.add(
          all.stream()
              .filter(peer -> peer.program().equals(name))
              .findFirst()
              .orElseThrow(() -> new StartFailure(unknown(name, all))));
    }
    return chosen;
  }

  private static String unknown(String name, List<Peer> all) {
    return "--peers: there is no peer "
        + name
        + "; the peers are "
        + all.stream().map(Peer::program).collect(Collectors.joining(", "));
  }
}
