package dev.margay.server.catalog;

import dev.margay.server.http.CanonicalPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The folder that a domain shows, and what in it may be seen. Symbolic links are followed as long
 * as they lead to a visible place inside the folder. A link that is swapped between the check and
 * the reading could lead outside: whoever can do that can write to the site.
 */
public final class SiteRoot {
  private static final Set<String> OWN_FILES =
      Set.of("margay.yaml", "devlove.yaml", "_headers", "_redirects");
  private static final String PUSH_LIST = ".push-list";
  private static final String WELL_KNOWN = ".well-known";

  private final Path folder;
  private final List<Path> withheld;

  /**
   * The site in {@code root}, which may be a link that is pointed elsewhere by a deployment.
   *
   * @param withheld files and folders that are never shown wherever they lie: the scratch
   *     directory, the configuration, keys
   */
  public SiteRoot(Path root, Collection<Path> withheld) {
    this.folder = root.toAbsolutePath();
    this.withheld = withheld.stream().map(SiteRoot::real).toList();
  }

  /** Made absolute even if it does not exist yet: the scratch directory is made later. */
  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      Path absolute = path.toAbsolutePath().normalize();
      Path parent = absolute.getParent();
      return parent == null || parent.equals(absolute)
          ? absolute
          : real(parent).resolve(absolute.getFileName());
    }
  }

  /** The folder's real path, as it is now. */
  public Path path() throws IOException {
    return folder.toRealPath();
  }

  /** The real place of what {@code path} names, if it is there and may be seen. */
  Optional<Path> find(CanonicalPath path) {
    if (path.hidden()) {
      return Optional.empty();
    }
    try {
      Path root = path();
      Path real = root.resolve(path.relative()).toRealPath();
      return shows(root, real) ? Optional.of(real) : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty(); // not there, too long, no permission: all the same to a visitor
    }
  }

  /** The real place of the regular, readable file that {@code path} names, if it may be seen. */
  public Optional<Path> findFile(CanonicalPath path) {
    return find(path)
        .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
        .filter(Files::isReadable);
  }

  /** Whether a file with this real path may be seen, below the root's real path. */
  public boolean shows(Path root, Path real) {
    if (!real.startsWith(root) || withheld.stream().anyMatch(real::startsWith)) {
      return false;
    }
    Path relative = root.relativize(real);
    for (int i = 0; i < relative.getNameCount(); i++) {
      String name = relative.getName(i).toString();
      boolean wellKnown = i == 0 && name.equals(WELL_KNOWN);
      if (name.startsWith(".") && !wellKnown) {
        return false;
      }
    }
    String name = real.getFileName().toString();
    return !OWN_FILES.contains(name) && !name.endsWith(PUSH_LIST);
  }
}
