package dev.margay.server.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** The host names of one file, of domains and aliases alike: a second use is a mistake. */
final class NameRegister {
  private final Map<String, Integer> lines = new HashMap<>();
  private final Mistakes mistakes;

  NameRegister(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  /** The name in lower case if {@code written} at {@code node} is a host name not yet in use. */
  Optional<String> enter(String written, Node node) {
    TextReading<String> reading = HostNameText.parse(written);
    if (reading instanceof TextReading.Misread<String> misread) {
      mistakes.at(node, misread.problem(), misread.remedy());
    }
    return reading.found().filter(name -> isFirst(name, node));
  }

  private boolean isFirst(String name, Node node) {
    int line = node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    Integer first = lines.putIfAbsent(name, line);
    if (first != null) {
      mistakes.at(
          node,
          "the name " + name + " is already used at line " + first,
          "name each host once, as a domain or as an alias");
    }
    return first == null;
  }
}
