package dev.margay.server;

import dev.margay.server.config.SiteFolder;
import dev.margay.server.config.StaticDomain;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is served: a folder that answers every host, or configured domains.
 *
 * @param plainFolder the one folder, if there is no configuration
 * @param domains the configured domains, in the file's order; none for a plain folder
 * @param ownFiles files that are never shown: the configuration, certificate and key
 */
public record Site(Optional<Path> plainFolder, List<StaticDomain> domains, List<Path> ownFiles) {
  /** Takes copies of the lists. */
  public Site {
    domains = List.copyOf(domains);
    ownFiles = List.copyOf(ownFiles);
  }

  /**
   * The site that {@code folder} is.
   *
   * @param ownFiles files that are never shown
   * @throws IllegalArgumentException if it is mistaken
   */
  public static Site of(SiteFolder folder, List<Path> ownFiles) {
    if (folder instanceof SiteFolder.PlainFolder plain) {
      return new Site(Optional.of(plain.root()), List.of(), ownFiles);
    }
    if (folder instanceof SiteFolder.Configured configured) {
      return new Site(Optional.empty(), configured.config().domains(), ownFiles);
    }
    throw new IllegalArgumentException("no site: " + folder);
  }

  /** The folders of all domains. */
  public List<Path> roots() {
    return plainFolder
        .map(List::of)
        .orElseGet(() -> domains.stream().map(StaticDomain::rootDir).distinct().toList());
  }
}
