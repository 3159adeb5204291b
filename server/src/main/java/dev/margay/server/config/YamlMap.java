package dev.margay.server.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A map of the file, in its order, whose keys are texts and unique: others are mistakes. */
final class YamlMap {
  /** A key and its value, each with its place. */
  record Entry(ScalarNode key, Node value) {
    String name() {
      return key.getValue();
    }

    /** The key's line, 1-based. */
    int line() {
      return key.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    }
  }

  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Set<String> suspected = new LinkedHashSet<>();
  private final Mistakes mistakes;

  YamlMap(MappingNode node, Mistakes mistakes) {
    this.mistakes = mistakes;
    node.getValue().forEach(this::add);
  }

  private void add(NodeTuple tuple) {
    if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
      mistakes.at(
          tuple.getKeyNode(),
          "a key is " + YamlValue.found(tuple.getKeyNode()),
          "write a plain text as the key, and put values that begin with [ or { in quotes");
      return;
    }
    Entry entry = new Entry(key, tuple.getValueNode());
    Entry first = entries.putIfAbsent(entry.name(), entry);
    if (first != null) {
      mistakes.at(
          key,
          "the key " + Quotation.of(entry.name()) + " is already at line " + first.line(),
          "remove one of the two");
    }
  }

  Collection<Entry> entries() {
    return entries.values();
  }

  Optional<Entry> entry(String name) {
    return Optional.ofNullable(entries.get(name));
  }

  /** The value of the key {@code name}, if the map has it. */
  Optional<YamlValue> value(String name) {
    return entry(name).map(entry -> new YamlValue(name, entry.value(), mistakes));
  }

  /**
   * Reports each key that is not in {@code known}.
   *
   * @param place where the map is, such as {@code " in domain example.com"}, or empty
   * @param elsewhere keys that are known in other maps, with the remedy for each
   */
  void refuseOthersThan(List<String> known, String place, Map<String, String> elsewhere) {
    for (Entry entry : entries.values()) {
      String name = entry.name();
      if (known.contains(name)) {
        continue;
      }
      Optional<String> nearest =
          NearestName.to(name, known).filter(near -> !elsewhere.containsKey(name));
      nearest.ifPresent(suspected::add);
      String others = "the keys known here are " + String.join(", ", known);
      mistakes.at(
          entry.key(),
          "unknown key " + Quotation.of(name) + place,
          nearest
              .map(near -> "did you mean \"" + near + "\"?")
              .orElseGet(() -> elsewhere.getOrDefault(name, others)));
    }
  }

  /** Whether {@code name} is absent, and no misspelt key was taken for it either. */
  boolean lacks(String name) {
    return !entries.containsKey(name) && !suspected.contains(name);
  }
}
