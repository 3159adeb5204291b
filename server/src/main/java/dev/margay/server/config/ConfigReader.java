package dev.margay.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The door of {@code margay.yaml}: the whole file as a value, or all its mistakes at once. */
public final class ConfigReader {
  private ConfigReader() {}

  /** What came of reading a configuration file. */
  public sealed interface Reading {

    /** The file is right, and its folders are there. */
    record Valid(SiteConfig config) implements Reading {}

    /**
     * The file cannot be used.
     *
     * @param mistakes all of them, at least one, in order of line
     */
    record Invalid(List<ConfigMistake> mistakes) implements Reading {
      /** Keeps its own copy. */
      public Invalid {
        mistakes = List.copyOf(mistakes);
      }
    }
  }

  /**
   * Reads {@code file}, of at most 1 MiB of UTF-8. Folders in it are relative to the file's own.
   * Mistakes show the path as it is given here.
   */
  public static Reading read(Path file) {
    Mistakes mistakes = new Mistakes(file);
    Optional<SiteConfig> config =
        SmallFile.read(file, mistakes)
            .flatMap(bytes -> YamlText.compose(bytes, mistakes))
            .flatMap(root -> new SiteSection(folderOf(file), mistakes).read(root));
    return config.isPresent() && mistakes.isEmpty()
        ? new Reading.Valid(config.get())
        : new Reading.Invalid(mistakes.inOrder());
  }

  private static Path folderOf(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }
}
