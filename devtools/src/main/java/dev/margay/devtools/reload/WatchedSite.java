package dev.margay.devtools.reload;

import dev.margay.server.catalog.SiteRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * A folder that is watched, and the hosts that show it.
 *
 * @param folder as it was configured; it may be a link
 * @param shown what in it may be seen
 * @param hosts host names in lower case; none if it answers every host
 * @param singlePage whether its front page stands in for missing ones
 */
public record WatchedSite(Path folder, SiteRoot shown, Set<String> hosts, boolean singlePage) {
  /** Takes a copy of the hosts. */
  public WatchedSite {
    hosts = Set.copyOf(hosts);
  }

  /** This folder with another's hosts too. */
  WatchedSite with(WatchedSite other) {
    Set<String> all = new TreeSet<>(hosts);
    all.addAll(other.hosts);
    return new WatchedSite(folder, shown, all, singlePage || other.singlePage);
  }

  /** The folder's real path, as it is now. */
  Path root() throws IOException {
    return shown.path();
  }
}
