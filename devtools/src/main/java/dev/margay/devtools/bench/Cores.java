package dev.margay.devtools.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which cores the servers have and which h2load has, so that neither takes the other's. With one
 * core, or without {@code taskset}, they share what there is.
 *
 * @param servers their numbers; empty if nothing is pinned
 * @param client its numbers; empty if nothing is pinned
 */
record Cores(List<Integer> servers, List<Integer> client, Optional<InstalledProgram> taskset) {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String ALLOWED = "Cpus_allowed_list:";

  /** Keeps its own copies. */
  Cores {
    servers = List.copyOf(servers);
    client = List.copyOf(client);
  }

  /** The first {@code wanted} of those allowed are the servers', but one at least is left. */
  static Cores divide(int wanted) throws IOException {
    Optional<InstalledProgram> taskset = InstalledProgram.find("taskset");
    List<Integer> allowed =
        Files.readString(STATUS)
            .lines()
            .filter(line -> line.startsWith(ALLOWED))
            .map(line -> numbers(line.substring(ALLOWED.length()).strip()))
            .findFirst()
            .orElse(List.of());
    return divide(allowed, wanted, taskset);
  }

  static Cores divide(List<Integer> allowed, int wanted, Optional<InstalledProgram> taskset) {
    if (allowed.size() < 2 || taskset.isEmpty()) {
      return new Cores(List.of(), List.of(), taskset);
    }
    int share = Math.min(wanted, allowed.size() - 1);
    return new Cores(allowed.subList(0, share), allowed.subList(share, allowed.size()), taskset);
  }

  /** The numbers in a list such as {@code 0-3,8}, see cpuset(7). */
  static List<Integer> numbers(String list) {
    List<Integer> numbers = new ArrayList<>();
    for (String range : list.split(",", -1)) {
      String[] ends = range.split("-", -1);
      int last = Integer.parseInt(ends[ends.length - 1]);
      IntStream.rangeClosed(Integer.parseInt(ends[0]), last).forEach(numbers::add);
    }
    return numbers;
  }

  /** How many workers a server is to have. */
  int workers() {
    return Math.max(1, servers.size());
  }

  /** How many threads the client may use. */
  int clientThreads() {
    return Math.max(1, client.size());
  }

  /** What comes before a command of the client's. */
  List<String> clientPrefix() {
    return pinning(client);
  }

  /** Has all threads of a server run on the servers' cores from now on. */
  void pin(RunningServer server) throws IOException, InterruptedException {
    if (servers.isEmpty() || taskset.isEmpty()) {
      return;
    }
    for (long pid : server.tree().pids()) {
      List<String> command =
          List.of(
              taskset.get().file().toString(), "-a", "-p", "-c", list(servers), Long.toString(pid));
      new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    }
  }

  private List<String> pinning(List<Integer> cores) {
    return cores.isEmpty() || taskset.isEmpty()
        ? List.of()
        : List.of(taskset.get().file().toString(), "-c", list(cores));
  }

  private static String list(List<Integer> cores) {
    return cores.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /** For a person. */
  String text() {
    return servers.isEmpty()
        ? "servers and client share all cores"
        : "servers on core %s, client on core %s".formatted(list(servers), list(client));
  }
}
