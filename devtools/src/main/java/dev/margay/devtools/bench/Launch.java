package dev.margay.devtools.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a process of a server is started.
 *
 * @param environment what is added to this process's own
 * @param ports on which it answers, for each protocol that it speaks
 * @param accessLog which gets a line for each request
 */
record Launch(
    List<String> command,
    Map<String, String> environment,
    Map<Protocol, Integer> ports,
    Path accessLog) {
  Launch {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    ports = Map.copyOf(ports);
  }

  /** One process that speaks all protocols of {@code place}. */
  static Launch ofAll(Place place, List<String> command, Map<String, String> environment) {
    return new Launch(
        command,
        environment,
        Map.of(
            Protocol.H2,
            place.tlsPort(),
            Protocol.H1,
            place.tlsPort(),
            Protocol.H2C,
            place.clearPort()),
        place.accessLog());
  }
}
