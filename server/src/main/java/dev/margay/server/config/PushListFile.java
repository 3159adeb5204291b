package dev.margay.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The push list of a page (behaviour, section 6): a file next to it, of its name and {@link
 * #SUFFIX}, in YAML.
 */
public final class PushListFile {
  /** What a push list's name has after that of its page. */
  public static final String SUFFIX = ".push-list";

  /** The most hints of one list. */
  public static final int MAX_HINTS = 256;

  private static final String SCHEMA = "push-list-v1";
  private static final String START = "write \"schema: " + SCHEMA + "\" and a list of hints";
  private static final String EXAMPLE = "a path such as /css/site.css";

  private PushListFile() {}

  /**
   * One hint.
   *
   * @param target path and query, as in a request
   * @param line 1-based
   * @param column 1-based
   */
  public record Hint(String target, int line, int column) {}

  /** What came of reading a list. */
  public sealed interface Reading {
    /** The list is right; its hints are in its order, each once. */
    record Valid(List<Hint> hints) implements Reading {
      /** Keeps its own copy. */
      public Valid {
        hints = List.copyOf(hints);
      }
    }

    /** The list is not right: at least one mistake, in order of line. */
    record Invalid(List<ConfigMistake> mistakes) implements Reading {
      /** Keeps its own copy. */
      public Invalid {
        mistakes = List.copyOf(mistakes);
      }
    }
  }

  /** The list of the page {@code page}, whether there is one or not. */
  public static Path of(Path page) {
    return page.resolveSibling(page.getFileName() + SUFFIX);
  }

  /** Reads the list {@code file}. */
  public static Reading read(Path file) {
    Mistakes mistakes = new Mistakes(file);
    List<Hint> hints =
        SmallFile.read(file, mistakes)
            .flatMap(bytes -> YamlText.compose(bytes, START, mistakes))
            .map(root -> hints(root, mistakes))
            .orElse(List.of());
    return mistakes.isEmpty() ? new Reading.Valid(hints) : new Reading.Invalid(mistakes.inOrder());
  }

  private static List<Hint> hints(Node root, Mistakes mistakes) {
    if (!(root instanceof MappingNode mapping)) {
      mistakes.at(root, "the list is " + YamlValue.found(root) + ", not a map of keys", START);
      return List.of();
    }
    YamlMap map = new YamlMap(mapping, mistakes);
    // Lists of the original server may have a calm-map, which says nothing of what belongs to a
    // page.
    map.refuseOthersThan(List.of("schema", "hints", "calm-map"), "", Map.of());
    schema(map, mistakes);
    if (map.lacks("hints")) {
      mistakes.ofFile("the key \"hints\" is missing", "write the list of paths under hints");
    }
    return map.value("hints").map(value -> hints(value, mistakes)).orElse(List.of());
  }

  private static void schema(YamlMap map, Mistakes mistakes) {
    if (map.lacks("schema")) {
      mistakes.ofFile("the key \"schema\" is missing", "write schema: " + SCHEMA);
    }
    Optional<YamlValue> value = map.value("schema");
    value
        .flatMap(schema -> schema.text("schema: " + SCHEMA))
        .filter(schema -> !schema.equals(SCHEMA))
        .ifPresent(
            schema ->
                mistakes.at(
                    value.get().node(),
                    "the schema " + Quotation.of(schema) + " is not known",
                    "write schema: " + SCHEMA));
  }

  private static List<Hint> hints(YamlValue value, Mistakes mistakes) {
    List<Hint> hints = new ArrayList<>();
    Map<String, Integer> lines = new HashMap<>();
    for (YamlValue entry : value.list("a list of paths, each on a line that begins with \"- \"")) {
      entry
          .parsed(PushListFile::target, "a path", EXAMPLE)
          .ifPresent(
              target -> {
                Optional<Mark> mark = entry.node().getStartMark();
                Hint hint =
                    new Hint(
                        target,
                        mark.map(Mark::getLine).orElse(-1) + 1,
                        mark.map(Mark::getColumn).orElse(-1) + 1);
                Integer first = lines.putIfAbsent(target, hint.line());
                if (first == null) {
                  hints.add(hint);
                } else {
                  mistakes.at(
                      entry.node(),
                      "the hint " + Quotation.of(target) + " is already at line " + first,
                      "remove one of the two");
                }
              });
    }
    if (hints.size() > MAX_HINTS) {
      mistakes.at(
          hints.get(MAX_HINTS).line(),
          0,
          "there are more than " + MAX_HINTS + " hints",
          "keep those that a visitor waits for");
      return List.of();
    }
    return hints;
  }

  private static TextReading<String> target(String text) {
    String quoted = Quotation.of(text);
    if (text.contains("://") || text.startsWith("//")) {
      return TextReading.misread(
          quoted + " names a host", "write the path alone: hints are of the page's own host");
    }
    if (!text.startsWith("/")) {
      return TextReading.misread(
          quoted + " does not begin with a slash", "write the whole path, such as /css/site.css");
    }
    if (text.indexOf('#') >= 0) {
      return TextReading.misread(
          quoted + " has a fragment", "remove # and what follows: it is not sent in a request");
    }
    if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f && "\"<>\\^`{|}".indexOf(c) < 0)) {
      return TextReading.misread(
          quoted + " has characters that no request has",
          "write them percent-encoded, as the browser's address line shows them when copied");
    }
    return TextReading.understood(text);
  }
}
