package dev.margay.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** The mistakes found so far in one file. Used by one thread. */
final class Mistakes {
  private final Path file;
  private final List<ConfigMistake> found = new ArrayList<>();

  Mistakes(Path file) {
    this.file = file;
  }

  void ofFile(String problem, String remedy) {
    found.add(ConfigMistake.ofFile(file, problem, remedy));
  }

  /** Line and column are 1-based. */
  void at(int line, int column, String problem, String remedy) {
    found.add(new ConfigMistake(file, line, column, problem, remedy));
  }

  /** SnakeYAML counts lines and columns from 0. */
  void at(Mark mark, String problem, String remedy) {
    at(mark.getLine() + 1, mark.getColumn() + 1, problem, remedy);
  }

  void at(Node node, String problem, String remedy) {
    node.getStartMark()
        .ifPresentOrElse(mark -> at(mark, problem, remedy), () -> ofFile(problem, remedy));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** The mistakes in order of line, each once though an anchor's value was used many times. */
  List<ConfigMistake> inOrder() {
    if (found.isEmpty()) {
      return List.of(); // as at nearly every start, which need not load what sorts
    }
    return found.stream()
        .distinct()
        .sorted(
            Comparator.comparingInt(ConfigMistake::line).thenComparingInt(ConfigMistake::column))
        .toList();
  }
}
