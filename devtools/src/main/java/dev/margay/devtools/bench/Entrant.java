package dev.margay.devtools.bench;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A contender whose processes run.
 *
 * @param servers one or more
 */
record Entrant(Contender contender, List<RunningServer> servers) {
  Entrant {
    servers = List.copyOf(servers);
  }

  /**
   * Starts what speaks any of {@code protocols}, and waits until it answers.
   *
   * @throws IOException with its last words, if it does not
   */
  static Entrant start(Contender contender, Place place, Set<Protocol> protocols, Scratch scratch)
      throws IOException, InterruptedException {
    List<Launch> launches =
        contender.launches(place).stream()
            .filter(launch -> launch.ports().keySet().stream().anyMatch(protocols::contains))
            .toList();
    List<RunningServer> servers = new java.util.ArrayList<>();
    for (Launch launch : launches) {
      RunningServer server = RunningServer.start(launch, scratch);
      servers.add(server);
      server.awaitReady();
    }
    return new Entrant(contender, servers);
  }

  String name() {
    return contender.name();
  }

  /** The process that speaks {@code protocol}. */
  Optional<RunningServer> speaking(Protocol protocol) {
    return servers.stream().filter(server -> server.speaks(protocol)).findFirst();
  }

  void stop() {
    servers.forEach(RunningServer::stop);
  }
}
