package dev.margay.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The value of one key, to be read as the kind that is wanted there. Each reading is either the
 * value or empty with what is wrong, and where, among the mistakes.
 */
final class YamlValue {
  private final String key;
  private final Node node;
  private final Mistakes mistakes;

  /**
   * @param key how sentences call the key
   */
  YamlValue(String key, Node node, Mistakes mistakes) {
    this.key = key;
    this.node = node;
    this.mistakes = mistakes;
  }

  Node node() {
    return node;
  }

  /** A text; {@code example} shows one. */
  Optional<String> text(String example) {
    Optional<String> text = textOf(node);
    if (text.isEmpty()) {
      wanted("a text", example);
    }
    return text;
  }

  /** {@code true} or {@code false}. */
  Optional<Boolean> truth(String example) {
    if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
      return Optional.of(scalar.getValue().toLowerCase(Locale.ROOT).equals("true"));
    }
    wanted("true or false", example);
    return Optional.empty();
  }

  /**
   * A list of texts, with the node of each for its place. Entries that are no text are left out.
   */
  List<YamlValue> list(String example) {
    if (!(node instanceof SequenceNode sequence)) {
      wanted("a list", example);
      return List.of();
    }
    List<YamlValue> entries = new ArrayList<>();
    for (Node entry : sequence.getValue()) {
      entries.add(new YamlValue("an entry of " + key, entry, mistakes));
    }
    return entries;
  }

  /** A scalar, quoted or not, that {@code parse} understands. */
  <T> Optional<T> parsed(Function<String, TextReading<T>> parse, String wanted, String example) {
    boolean isText = node instanceof ScalarNode && !node.getTag().equals(Tag.NULL);
    if (!isText) {
      wanted(wanted, example);
      return Optional.empty();
    }
    TextReading<T> reading = parse.apply(((ScalarNode) node).getValue());
    if (reading instanceof TextReading.Misread<T> misread) {
      mistakes.at(node, key + ": " + misread.problem(), misread.remedy());
    }
    return reading.found();
  }

  /** Reports that something else than {@code wanted} was found. */
  void wanted(String wanted, String example) {
    mistakes.at(
        node, key + " is " + found(node) + ", but " + wanted + " is wanted", "write " + example);
  }

  /** What {@code node} is, in words. */
  static String found(Node node) {
    if (node instanceof MappingNode) {
      return "a map of keys";
    }
    if (!(node instanceof ScalarNode scalar)) {
      return "a list";
    }
    if (scalar.getTag().equals(Tag.NULL)) {
      return "empty";
    }
    String kind =
        scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT)
            ? "the number "
            : scalar.getTag().equals(Tag.BOOL) ? "the truth value " : "the text ";
    String value = scalar.getValue();
    return kind + (kind.contains("text") ? Quotation.of(value) : Quotation.plain(value));
  }

  /** The text of a scalar that YAML does not take for a number, a truth value or nothing. */
  private static Optional<String> textOf(Node node) {
    if (!(node instanceof ScalarNode scalar)) {
      return Optional.empty();
    }
    Tag tag = scalar.getTag();
    boolean other =
        tag.equals(Tag.NULL)
            || tag.equals(Tag.BOOL)
            || tag.equals(Tag.INT)
            || tag.equals(Tag.FLOAT);
    return other ? Optional.empty() : Optional.of(scalar.getValue());
  }
}
