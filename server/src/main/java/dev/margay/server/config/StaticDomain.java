package dev.margay.server.config;

import java.nio.file.Path;
import java.util.List;

/**
 * A domain whose content is a folder of files.
 *
 * @param name its host name, in lower case
 * @param rootDir the folder, absolute; it was there when the configuration was read
 * @param aliases further host names, in lower case
 * @param spa whether a navigation to a missing document gets the front page (single-page
 *     application)
 */
public record StaticDomain(String name, Path rootDir, List<String> aliases, boolean spa) {
  /** Keeps its own copy of {@code aliases}. */
  public StaticDomain {
    aliases = List.copyOf(aliases);
  }
}
