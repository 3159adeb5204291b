package dev.margay.devtools.bench;

import java.util.List;
import java.util.Map;

/** Caddy. */
record Caddy(InstalledProgram program) implements Contender {
  @Override
  public String name() {
    return "caddy";
  }

  @Override
  public String version() {
    return "Caddy " + program.version("version");
  }

  @Override
  public List<Launch> launches(Place place) {
    String file = place.write("Caddyfile", configuration(place)).toString();
    String folder = place.folder().toString();
    return List.of(
        Launch.ofAll(
            place,
            List.of(program.file().toString(), "run", "--adapter", "caddyfile", "--config", file),
            Map.of(
                "HOME", folder,
                "XDG_CONFIG_HOME", folder,
                "XDG_DATA_HOME", folder,
                "GOMAXPROCS", Integer.toString(place.workers()))));
  }

  static String configuration(Place place) {
    return """
        {
          admin off
          auto_https off
          log {
            level ERROR
          }
          servers {
            protocols h1 h2 h2c
          }
        }
        (files) {
          bind 127.0.0.1
          root * %1$s
          log {
            output file %2$s {
              roll_disabled
            }
          }
          file_server {
            precompressed gzip
          }
        }
        https://localhost:%3$d {
          tls %4$s %4$s
          import files
        }
        http://localhost:%5$d {
          import files
        }
        """
        .formatted(
            place.site(), place.accessLog(), place.tlsPort(), place.identity(), place.clearPort());
  }
}
