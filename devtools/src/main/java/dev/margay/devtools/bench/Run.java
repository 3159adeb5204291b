package dev.margay.devtools.bench;

import java.util.Optional;

/** How a run of h2load ended. */
sealed interface Run {
  /** Every request was answered as it should be. */
  record Done(H2loadReport report, Optional<Latency> latency) implements Run {}

  /** It is no measurement; {@code why} is for a person. */
  record Broken(String why) implements Run {}
}
