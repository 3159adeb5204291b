package dev.margay.devtools.visits;

import dev.margay.server.Site;
import dev.margay.server.catalog.SiteRoot;
import dev.margay.server.config.StaticDomain;
import dev.margay.server.http.CanonicalPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Which file stands behind an address. Looks at the disk. */
final class SiteFolders {
  private final Map<String, SiteRoot> byHost = new HashMap<>();
  private final SiteRoot first;

  /**
   * The folders of {@code site}.
   *
   * @param withheld files and folders that are never shown, besides the site's own
   */
  SiteFolders(Site site, Collection<Path> withheld) {
    List<Path> hidden = Stream.concat(site.ownFiles().stream(), withheld.stream()).toList();
    for (StaticDomain domain : site.domains()) {
      SiteRoot root = new SiteRoot(domain.rootDir(), hidden);
      byHost.put(domain.name(), root);
      domain.aliases().forEach(alias -> byHost.put(alias, root));
    }
    first = new SiteRoot(site.roots().get(0), hidden);
  }

  /** What a path leads to. */
  enum There {
    FILE,
    NOTHING,
    /** A folder, or no path that a file could have: not to be judged. */
    OTHER
  }

  There look(String authority, String target) {
    return CanonicalPath.read(path(target)) instanceof CanonicalPath path && !path.directory()
        ? root(authority).findFile(path).isPresent() ? There.FILE : There.NOTHING
        : There.OTHER;
  }

  /** The file that {@code target} leads to, if it may be seen. */
  Optional<Path> file(String authority, String target) {
    return CanonicalPath.read(path(target)) instanceof CanonicalPath path && !path.directory()
        ? root(authority).findFile(path)
        : Optional.empty();
  }

  /** A file as a developer knows it: from the site's folder on. */
  Path shown(String authority, Path file) {
    try {
      Path folder = root(authority).path();
      return file.startsWith(folder) ? folder.relativize(file) : file;
    } catch (IOException e) {
      return file;
    }
  }

  private SiteRoot root(String authority) {
    String host = authority.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
    return byHost.getOrDefault(host, first);
  }

  private static String path(String target) {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }
}
