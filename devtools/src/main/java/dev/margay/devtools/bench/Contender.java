package dev.margay.devtools.bench;

import java.util.List;

/** A server that takes part: Margay and its peers, each with the settings of a careful host. */
interface Contender {
  /** As tables name it, and {@code --peers}. */
  String name();

  /** Which one exactly, for a person. */
  String version();

  /**
   * Writes its configuration into {@code place}.
   *
   * @return the processes to start, one or more, none of which goes to the background
   */
  List<Launch> launches(Place place);
}
