package dev.margay.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;

/** What stands under one name in {@code domains}. */
final class DomainSection {
  /** {@code upstream} is known too, but has a sentence of its own. */
  private static final List<String> KEYS = List.of("root-dir", "aliases", "spa");

  private final Path folder;
  private final NameRegister names;
  private final Mistakes mistakes;

  /**
   * @param folder what folders in the file are relative to, absolute
   * @param names the names that are taken; this adds its own
   */
  DomainSection(Path folder, NameRegister names, Mistakes mistakes) {
    this.folder = folder;
    this.names = names;
    this.mistakes = mistakes;
  }

  /** The domain; empty if it is so wrong that none can be made. */
  Optional<StaticDomain> read(YamlMap.Entry entry) {
    Optional<String> name = names.enter(entry.name(), entry.key());
    String label = Quotation.plain(name.orElse(entry.name()));
    Optional<YamlMap> map = keys(entry, label);
    Optional<YamlMap.Entry> upstream = map.flatMap(keys -> keys.entry("upstream"));
    if (upstream.isPresent()) {
      mistakes.at(
          upstream.get().key(),
          "domain " + label + " is an API domain, and API domains are not served by this version",
          "remove the domain or serve it with another server");
      return Optional.empty();
    }
    return map.flatMap(keys -> domain(name, label, entry.key(), keys));
  }

  private Optional<YamlMap> keys(YamlMap.Entry entry, String label) {
    Node value = entry.value();
    if (value instanceof MappingNode node) {
      return Optional.of(new YamlMap(node, mistakes));
    }
    if (value.getTag().equals(Tag.NULL)) {
      reportNoRootDir(label, entry.key());
    } else {
      new YamlValue("domain " + label, value, mistakes)
          .wanted("a map of keys", entryExample(label));
    }
    return Optional.empty();
  }

  private Optional<StaticDomain> domain(
      Optional<String> name, String label, Node key, YamlMap keys) {
    keys.refuseOthersThan(KEYS, " in domain " + label, misplaced());
    if (keys.lacks("root-dir")) {
      reportNoRootDir(label, key);
    }
    Optional<Path> rootDir =
        keys.value("root-dir").flatMap(value -> new RootDir(folder, mistakes).read(value));
    List<String> aliases = keys.value("aliases").map(this::aliases).orElse(List.of());
    boolean spa = keys.value("spa").flatMap(v -> v.truth("spa: true")).orElse(false);
    return rootDir.flatMap(dir -> name.map(host -> new StaticDomain(host, dir, aliases, spa)));
  }

  private List<String> aliases(YamlValue value) {
    List<String> aliases = new ArrayList<>();
    for (YamlValue entry : value.list("aliases: [example.com]")) {
      entry
          .text("a host name, such as example.com")
          .flatMap(text -> names.enter(text, entry.node()))
          .ifPresent(aliases::add);
    }
    return aliases;
  }

  private void reportNoRootDir(String label, Node key) {
    mistakes.at(
        key, "domain " + label + " has no root-dir", "name its folder, such as root-dir: www");
  }

  private static String entryExample(String label) {
    return label + ": {root-dir: www}";
  }

  private static Map<String, String> misplaced() {
    Map<String, String> remedies = new HashMap<>();
    SiteSection.keys()
        .forEach(key -> remedies.put(key, "it belongs at the top level, beside domains"));
    return remedies;
  }
}
