package dev.margay.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The door of {@code devlove.yaml}, the configuration of the server that Margay comes after
 * (ShimmerCat QS, configuration reference): its domains are served, and what Margay has no use for
 * is named, each with what to do instead. Domains are {@code elec NAME} or {@code api NAME}; in
 * files from before that, {@code root-dir} or {@code consultant} tells one from {@code port}.
 */
public final class DevloveYaml {
  /** The file's name, in the site's folder. */
  public static final String NAME = "devlove.yaml";

  private static final String TOP = "shimmercat-devlove";
  private static final String EXAMPLE =
      TOP + ": {domains: {elec www.example.com: {root-dir: www}}}";
  private static final String ELECTRIC = "elec ";
  private static final String API = "api ";

  /** Keys of the original's electric domains, with what to do instead. */
  private static final Map<String, String> INSTEAD =
      Map.of(
          "views-dir", "move its pages into root-dir",
          "consultant", "let pages reach the application at its own address",
          "consultants", "let pages reach the applications at their own addresses",
          "change-url", "write a _redirects file, or name the files as they are asked for",
          "cache-key", "remove it: equal content is kept once, whatever its domain",
          "changelist-settings", "remove it: changed files are seen by themselves",
          "prob-accelerator-kicks-in", "remove it: every visitor is served the same",
          "bot-protection-enabled", "remove it, and keep bots off with what stands in front",
          "haps-settings", "remove it, and make the images' smaller forms when building the site");

  private final Path folder;
  private final Mistakes mistakes;
  private final Mistakes notes;
  private final NameRegister names;

  private DevloveYaml(Path folder, Mistakes mistakes, Mistakes notes) {
    this.folder = folder;
    this.mistakes = mistakes;
    this.notes = notes;
    this.names = new NameRegister(mistakes);
  }

  /** Reads {@code file}; folders in it are relative to its own. */
  static SiteFolder read(Path file) {
    Mistakes mistakes = new Mistakes(file);
    Mistakes notes = new Mistakes(file);
    Path folder = file.toAbsolutePath().getParent();
    Optional<Node> root =
        SmallFile.read(file, mistakes).flatMap(bytes -> YamlText.compose(bytes, mistakes));
    List<StaticDomain> domains = new ArrayList<>();
    root.ifPresent(node -> domains.addAll(new DevloveYaml(folder, mistakes, notes).domains(node)));
    if (mistakes.isEmpty() && domains.isEmpty()) {
      mistakes.ofFile("there is no domain with a folder of files", "write one, as in " + EXAMPLE);
    }
    return mistakes.isEmpty()
        ? new SiteFolder.Configured(config(domains), notes.inOrder())
        : new SiteFolder.Mistaken(mistakes.inOrder());
  }

  private static SiteConfig config(List<StaticDomain> domains) {
    return new SiteConfig(
        domains,
        OptionalLong.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        OptionalLong.empty());
  }

  private List<StaticDomain> domains(Node root) {
    List<StaticDomain> domains = new ArrayList<>();
    map(root, "the file", List.of(TOP))
        .flatMap(top -> top.entry(TOP))
        .flatMap(top -> map(top.value(), TOP, List.of("domains")))
        .flatMap(inside -> inside.entry("domains"))
        .flatMap(entry -> map(entry.value(), "domains", List.of()))
        .ifPresent(
            listed -> listed.entries().forEach(entry -> domain(entry).ifPresent(domains::add)));
    return domains;
  }

  private Optional<YamlMap> map(Node node, String what, List<String> known) {
    if (!(node instanceof MappingNode mapping)) {
      new YamlValue(what, node, mistakes).wanted("a map of keys", EXAMPLE);
      return Optional.empty();
    }
    YamlMap map = new YamlMap(mapping, mistakes);
    if (!known.isEmpty()) {
      map.refuseOthersThan(known, " in " + what, Map.of());
    }
    return Optional.of(map);
  }

  private Optional<StaticDomain> domain(YamlMap.Entry entry) {
    Optional<YamlMap> keys = map(entry.value(), "the domain " + entry.name(), List.of());
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    boolean old = !entry.name().startsWith(ELECTRIC) && !entry.name().startsWith(API);
    boolean api = entry.name().startsWith(API) || (old && keys.get().entry("port").isPresent());
    String written =
        old ? entry.name() : entry.name().substring(entry.name().indexOf(' ') + 1).strip();
    Optional<String> name = names.enter(written, entry.key());
    if (name.isEmpty()) {
      return Optional.empty();
    }
    if (api) {
      noteApi(name.get(), entry, keys.get());
      return Optional.empty();
    }
    return electric(name.get(), entry, keys.get());
  }

  private void noteApi(String name, YamlMap.Entry entry, YamlMap keys) {
    String port =
        keys.entry("port")
            .filter(found -> found.value() instanceof ScalarNode)
            .map(found -> ((ScalarNode) found.value()).getValue())
            .orElse("PORT");
    String address = port.contains(":") ? port : "127.0.0.1:" + port;
    notes.at(
        entry.key(),
        "the api domain " + name + " is not served by this version",
        "let pages reach the application at http://" + address);
  }

  private Optional<StaticDomain> electric(String name, YamlMap.Entry entry, YamlMap keys) {
    for (YamlMap.Entry key : keys.entries()) {
      Optional.ofNullable(INSTEAD.get(key.name()))
          .ifPresent(
              remedy ->
                  notes.at(
                      key.key(),
                      Quotation.of(key.name()) + " in domain " + name + " has no effect here",
                      remedy));
    }
    List<String> known = new ArrayList<>(INSTEAD.keySet());
    known.add("root-dir");
    keys.refuseOthersThan(known, " in domain " + name, Map.of());
    Optional<YamlMap.Entry> rootDir = keys.entry("root-dir");
    if (rootDir.isEmpty() || rootDir.get().value() instanceof MappingNode) {
      notes.at(
          rootDir.map(YamlMap.Entry::key).orElse(entry.key()),
          "domain " + name + " has no folder of files and is not served",
          "name one, such as root-dir: www");
      return Optional.empty();
    }
    return keys.value("root-dir")
        .flatMap(value -> new RootDir(folder, mistakes).read(value))
        .map(dir -> new StaticDomain(name, dir, List.of(), false));
  }
}
