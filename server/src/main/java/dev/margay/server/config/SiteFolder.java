package dev.margay.server.config;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the SITE argument and {@code --config} of a command mean together. */
public sealed interface SiteFolder {
  /** The file that rules a folder which holds it. */
  String CONFIG_NAME = "margay.yaml";

  /**
   * A configuration file rules, and it is right.
   *
   * @param notes what in it has no effect, each with what to do instead
   */
  record Configured(SiteConfig config, List<ConfigMistake> notes) implements SiteFolder {
    /** Keeps its own copy. */
    public Configured {
      notes = List.copyOf(notes);
    }

    /** A configuration that is used as a whole. */
    public Configured(SiteConfig config) {
      this(config, List.of());
    }
  }

  /**
   * There is no configuration: the folder is the root of one site, which answers every host.
   *
   * @param root absolute, links in it not followed
   */
  record PlainFolder(Path root) implements SiteFolder {}

  /**
   * There is nothing to serve.
   *
   * @param mistakes at least one, in order of line
   */
  record Mistaken(List<ConfigMistake> mistakes) implements SiteFolder {
    /** Keeps its own copy. */
    public Mistaken {
      mistakes = List.copyOf(mistakes);
    }
  }

  /**
   * Looks at {@code site}, and reads {@code config} if it is given, else the folder's {@code
   * margay.yaml} if there is one, or else its {@code devlove.yaml}. A link of the first name which
   * leads nowhere is a mistake, not an absence.
   */
  static SiteFolder look(Path site, Optional<Path> config) {
    Optional<ConfigMistake> fault = fault(site);
    if (fault.isPresent()) {
      return new Mistaken(List.of(fault.get()));
    }
    Path own = site.resolve(CONFIG_NAME);
    if (config.isPresent() || Files.exists(own, LinkOption.NOFOLLOW_LINKS)) {
      return configured(config.orElse(own));
    }
    Path misnamed = site.resolve("margay.yml");
    if (Files.exists(misnamed, LinkOption.NOFOLLOW_LINKS)) {
      return new Mistaken(
          List.of(
              ConfigMistake.ofFile(
                  misnamed, "a file of this name is not read", "rename it to " + CONFIG_NAME)));
    }
    Path original = site.resolve(DevloveYaml.NAME);
    if (Files.exists(original)) {
      return DevloveYaml.read(original);
    }
    return new PlainFolder(RootDir.tidy(site.toAbsolutePath()));
  }

  private static SiteFolder configured(Path file) {
    ConfigReader.Reading reading = ConfigReader.read(file);
    return reading instanceof ConfigReader.Reading.Valid valid
        ? new Configured(valid.config())
        : new Mistaken(((ConfigReader.Reading.Invalid) reading).mistakes());
  }

  private static Optional<ConfigMistake> fault(Path site) {
    if (site.toString().isEmpty()) { // an unset variable in a script, not the current folder
      return Optional.of(
          ConfigMistake.ofFile(
              Path.of("SITE"), "the path is empty", "name the folder that holds the site"));
    }
    if (!Files.exists(site)) {
      return Optional.of(
          ConfigMistake.ofFile(
              site, "there is no such folder", "name the folder that holds the site"));
    }
    if (!Files.isDirectory(site)) {
      return Optional.of(
          ConfigMistake.ofFile(
              site,
              "this is a file, not a folder",
              "name the folder of the site; a configuration file is given with --config"));
    }
    return Files.isReadable(site) && Files.isExecutable(site)
        ? Optional.empty()
        : Optional.of(
            ConfigMistake.ofFile(
                site, "this user may not read the folder", "change its owner or its mode"));
  }
}
