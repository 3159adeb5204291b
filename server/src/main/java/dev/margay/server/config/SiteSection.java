package dev.margay.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** The top level of {@code margay.yaml}. */
final class SiteSection {
  private static final List<String> KEYS =
      List.of("domains", "redis", "max-age", "trusted-proxies", "encode-wait", "cache-size");
  private static final String EXAMPLE = "domains: {www.example.com: {root-dir: www}}";

  private final Path folder;
  private final Mistakes mistakes;

  /**
   * @param folder what folders in the file are relative to, absolute
   */
  SiteSection(Path folder, Mistakes mistakes) {
    this.folder = folder;
    this.mistakes = mistakes;
  }

  /** The configuration; empty if the root is no map. Right only if there are no mistakes. */
  Optional<SiteConfig> read(Node root) {
    if (!(root instanceof MappingNode node)) {
      mistakes.at(
          root,
          "the file is " + YamlValue.found(root) + ", but a map of keys is wanted",
          "begin it with a key, such as " + EXAMPLE);
      return Optional.empty();
    }
    YamlMap map = new YamlMap(node, mistakes);
    map.refuseOthersThan(KEYS, "", misplaced());
    return Optional.of(
        new SiteConfig(
            domains(map),
            number(
                map.value("max-age")
                    .flatMap(v -> v.parsed(MaxAgeText::parse, "a number", "max-age: 172800"))),
            map.value("redis")
                .flatMap(
                    v -> v.parsed(RedisUriText::parse, "a URI", "redis: redis://127.0.0.1:6379")),
            map.value("trusted-proxies").map(this::ranges).orElse(List.of()),
            map.value("encode-wait")
                .flatMap(v -> v.parsed(DurationText::parse, "a duration", "encode-wait: 2s")),
            number(
                map.value("cache-size")
                    .flatMap(v -> v.parsed(ByteSizeText::parse, "a size", "cache-size: 2GiB")))));
  }

  private List<StaticDomain> domains(YamlMap map) {
    if (map.lacks("domains")) {
      mistakes.ofFile("there are no domains", "add them, such as " + EXAMPLE);
    }
    Optional<YamlValue> value = map.value("domains");
    if (value.isEmpty()) {
      return List.of();
    }
    if (!(value.get().node() instanceof MappingNode node)) {
      value.get().wanted("a map of names", EXAMPLE);
      return List.of();
    }
    YamlMap names = new YamlMap(node, mistakes);
    if (node.getValue().isEmpty()) {
      mistakes.at(node, "there are no domains", "write " + EXAMPLE);
    }
    DomainSection section = new DomainSection(folder, new NameRegister(mistakes), mistakes);
    List<StaticDomain> domains = new ArrayList<>();
    names.entries().forEach(entry -> section.read(entry).ifPresent(domains::add));
    return domains;
  }

  private List<AddressRange> ranges(YamlValue value) {
    List<AddressRange> ranges = new ArrayList<>();
    for (YamlValue entry : value.list("trusted-proxies: [127.0.0.0/8]")) {
      entry
          .parsed(AddressRange::parseOne, "an address or a CIDR range", "one such as 127.0.0.0/8")
          .ifPresent(ranges::add);
    }
    return ranges;
  }

  private static Map<String, String> misplaced() {
    String remedy = "it belongs in a domain, as in " + EXAMPLE;
    return Map.of("root-dir", remedy, "aliases", remedy, "spa", remedy, "upstream", remedy);
  }

  private static OptionalLong number(Optional<Long> value) {
    return value.map(OptionalLong::of).orElseGet(OptionalLong::empty);
  }

  /** The top-level keys. */
  static List<String> keys() {
    return KEYS;
  }
}
