package dev.margay.server.config;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** A YAML 1.2 text as a tree whose every node knows its line and column. */
final class YamlText {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_ALIASES = 50;

  private YamlText() {}

  /** The tree of the only document; or empty, and what is wrong among {@code mistakes}. */
  static Optional<Node> compose(byte[] utf8, Mistakes mistakes) {
    return compose(utf8, "write at least one domain with its root-dir under domains", mistakes);
  }

  /**
   * The same for a file of another kind.
   *
   * @param start what to write into an empty one
   */
  static Optional<Node> compose(byte[] utf8, String start, Mistakes mistakes) {
    return decode(utf8, mistakes).flatMap(text -> compose(text, start, mistakes));
  }

  private static Optional<Node> compose(String text, String start, Mistakes mistakes) {
    try {
      if (isHostile(text, mistakes)) {
        return Optional.empty();
      }
      Optional<Node> root = new Compose(settings()).composeString(text);
      if (root.isEmpty()) {
        mistakes.ofFile("the file is empty", start);
      }
      return root;
    } catch (YamlEngineException fault) {
      YamlFault.report(fault, text, mistakes);
      return Optional.empty();
    }
  }

  /**
   * Whether composing would not end well: SnakeYAML Engine 3.2 composes by recursion, whose stack
   * deep nesting overflows, and never ends on a map that merges itself ({@code &a {<<: *a}}). The
   * events, which are looked at here, come without recursion.
   */
  private static boolean isHostile(String text, Mistakes mistakes) {
    int depth = 0;
    boolean merges = false;
    for (Event event : new Parse(settings()).parseString(text)) {
      if (isMerge(event)) {
        merges = true;
        report(event, "merge keys (<<) are not read", "repeat the keys", mistakes);
      }
      if (event instanceof CollectionStartEvent) {
        depth++;
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      }
      if (depth > MAX_DEPTH) {
        String problem = "lists and maps are more than " + MAX_DEPTH + " levels deep";
        report(event, problem, "check the brackets and the indentation", mistakes);
        return true;
      }
    }
    return merges;
  }

  private static boolean isMerge(Event event) {
    if (event instanceof ScalarEvent scalar) {
      return (scalar.isPlain() && scalar.getValue().equals("<<")) || isMerge(scalar.getTag());
    }
    return event instanceof CollectionStartEvent start && isMerge(start.getTag());
  }

  private static boolean isMerge(Optional<String> tag) {
    return tag.filter(Tag.MERGE.getValue()::equals).isPresent();
  }

  private static void report(Event event, String problem, String remedy, Mistakes mistakes) {
    event.getStartMark().ifPresent(mark -> mistakes.at(mark, problem, remedy));
  }

  /** Duplicate and non-text keys pass here, so that they are reported with their lines. */
  private static LoadSettings settings() {
    return LoadSettings.builder()
        .setSchema(new CoreSchema())
        .setAllowDuplicateKeys(true)
        .setAllowNonScalarKeys(true)
        .setMaxAliasesForCollections(MAX_ALIASES)
        .setCodePointLimit(SmallFile.MAX_BYTES)
        .build();
  }

  private static Optional<String> decode(byte[] bytes, Mistakes mistakes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    if (result.isError()) {
      int line = 1;
      for (int i = 0; i < in.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      mistakes.at(line, 0, "this is not UTF-8 text", "save the file as UTF-8");
      return Optional.empty();
    }
    String text = out.flip().toString();
    return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
  }
}
