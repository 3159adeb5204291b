package dev.margay.devtools.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalDouble;

/** How long a server takes from its start to the first byte over TLS, files known already. */
record FirstByte(Visitor visitor, Scratch scratch) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String PATH = "/photo-1k.jpg";
  private static final int PRACTICE = 200;

  /**
   * Lets the client practise: its own first visits take it tens of milliseconds, which are nobody's
   * start.
   */
  void practise(RunningServer server) {
    for (int i = 0; i < PRACTICE; i++) {
      if (visitor.firstByte(server.ports().get(Protocol.H2), PATH)) {
        server.sent(1);
      }
    }
  }

  /**
   * Starts one more of {@code contender}, and stops it.
   *
   * @return milliseconds from before the process was made; empty if no byte came
   */
  OptionalDouble measure(Contender contender, Place place)
      throws IOException, InterruptedException {
    Launch launch =
        contender.launches(place).stream()
            .filter(one -> one.ports().containsKey(Protocol.H2))
            .findFirst()
            .orElseThrow();
    long begun = System.nanoTime();
    RunningServer server = RunningServer.start(launch, scratch);
    try {
      while (System.nanoTime() - begun < PATIENCE.toNanos() && server.isAlive()) {
        if (visitor.firstByte(launch.ports().get(Protocol.H2), PATH)) {
          return OptionalDouble.of((System.nanoTime() - begun) / 1e6);
        }
        Thread.sleep(1);
      }
      return OptionalDouble.empty();
    } finally {
      server.stop();
    }
  }
}
