package dev.margay.devtools.bench;

import java.util.List;
import java.util.Map;

/** H2O. */
record H2o(InstalledProgram program) implements Contender {
  @Override
  public String name() {
    return "h2o";
  }

  @Override
  public String version() {
    return program.version("--version");
  }

  @Override
  public List<Launch> launches(Place place) {
    String file = place.write("h2o.conf", configuration(place)).toString();
    return List.of(Launch.ofAll(place, List.of(program.file().toString(), "-c", file), Map.of()));
  }

  static String configuration(Place place) {
    return """
        %snum-threads: %d
        error-log: "%s"
        access-log: "%s"
        http1-request-timeout: 60
        http2-idle-timeout: 60
        file.send-compressed: ON
        listen:
          host: 127.0.0.1
          port: %d
          ssl: { certificate-file: "%s", key-file: "%6$s", minimum-version: TLSv1.2 }
        hosts:
          default:
            listen: { host: 127.0.0.1, port: %7$d }
            paths: { "/": { file.dir: "%8$s" } }
        """
        .formatted(
            place.isRoot() ? "user: root\n" : "",
            place.workers(),
            place.errorLog(),
            place.accessLog(),
            place.tlsPort(),
            place.identity(),
            place.clearPort(),
            place.site());
  }
}
