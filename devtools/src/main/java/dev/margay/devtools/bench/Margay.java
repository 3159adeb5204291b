package dev.margay.devtools.bench;

import dev.margay.server.command.Main;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Margay as {@code serve} runs it, with everything on: digests, learning, the access log and the
 * counters. One process has TLS and another has not, for that is one setting of a server.
 *
 * @param kept the folder of the representation cache and of the launcher's class cache
 */
record Margay(MargayProgram program, Path kept) implements Contender {
  static final String NAME = "Margay";

  private static final String OPTIONS = "MARGAY_JAVA_OPTIONS";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return "Margay %s on %s %s"
        .formatted(
            Optional.ofNullable(version).orElse("from its sources"),
            System.getProperty("java.vendor"),
            Runtime.version());
  }

  @Override
  public List<Launch> launches(Place place) {
    Path clearLog = place.folder().resolve("access-h2c.log");
    String identity = place.identity().toString();
    return List.of(
        new Launch(
            serve(
                place,
                place.tlsPort(),
                place.accessLog(),
                List.of("--tls-cert", identity, "--tls-key", identity)),
            environment(place.workers()),
            Map.of(Protocol.H2, place.tlsPort(), Protocol.H1, place.tlsPort()),
            place.accessLog()),
        new Launch(
            serve(place, place.clearPort(), clearLog, List.of("--cleartext")),
            environment(place.workers()),
            Map.of(Protocol.H2C, place.clearPort()),
            clearLog));
  }

  /** Encodes all files beforehand, as the peers' are. */
  List<String> warmCommand(Path site) {
    return program.with(List.of("warm", site.toString(), "--working-dir", kept.toString()));
  }

  /** Where the launcher is told to keep its classes. */
  Path classCache() {
    return kept.resolve("classes");
  }

  Map<String, String> environment() {
    return Map.of("MARGAY_CLASS_CACHE", classCache().toString(), "MARGAY_REHEARSE_AFTER", "0");
  }

  /** Beside that, as many threads that answer as the peers have workers. */
  private Map<String, String> environment(int workers) {
    Map<String, String> all = new HashMap<>(environment());
    String options = Optional.ofNullable(System.getenv(OPTIONS)).orElse("");
    all.put(OPTIONS, (options + " -Dmargay.selectors=" + workers).strip());
    return all;
  }

  private List<String> serve(Place place, int port, Path log, List<String> transport) {
    List<String> arguments =
        List.of(
            "serve",
            place.site().toString(),
            "--working-dir",
            kept.toString(),
            "--listen",
            Place.HOST + ":" + port,
            "--admin",
            Place.HOST + ":0",
            "--access-log",
            log.toString());
    return new MargayProgram(program.with(arguments), program.origin()).with(transport);
  }
}
