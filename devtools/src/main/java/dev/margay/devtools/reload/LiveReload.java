package dev.margay.devtools.reload;

import dev.margay.server.Site;
import dev.margay.server.catalog.SiteRoot;
import dev.margay.server.config.StaticDomain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** All of live reload for one site: what is watched, who is told, and what pages are given. */
public final class LiveReload implements AutoCloseable {
  private final EventStreams streams;
  private final FileWatch watch;
  private final ReloadInjection injection = new ReloadInjection();

  /**
   * Live reload for {@code site}, from {@link #start} on.
   *
   * @param withheld files and folders that are never shown, besides the site's own
   */
  public LiveReload(Site site, Collection<Path> withheld) {
    List<WatchedSite> sites = watched(site, withheld);
    streams = new EventStreams(sites);
    watch = new FileWatch(sites, streams::tell);
  }

  /** Domains of one folder are one site. */
  private static List<WatchedSite> watched(Site site, Collection<Path> withheld) {
    List<Path> hidden = new ArrayList<>(site.ownFiles());
    hidden.addAll(withheld);
    if (site.plainFolder().isPresent()) {
      Path folder = site.plainFolder().get();
      return List.of(new WatchedSite(folder, new SiteRoot(folder, hidden), Set.of(), false));
    }
    Map<Path, WatchedSite> sites = new LinkedHashMap<>();
    for (StaticDomain domain : site.domains()) {
      Set<String> hosts = new TreeSet<>(domain.aliases());
      hosts.add(domain.name());
      WatchedSite one =
          new WatchedSite(
              domain.rootDir(), new SiteRoot(domain.rootDir(), hidden), hosts, domain.spa());
      sites.merge(domain.rootDir(), one, WatchedSite::with);
    }
    return List.copyOf(sites.values());
  }

  /** Begins to watch. */
  public void start() {
    watch.start();
  }

  /** Where pages listen. */
  public EventStreams streams() {
    return streams;
  }

  /** What pages are given. */
  public ReloadInjection injection() {
    return injection;
  }

  @Override
  public void close() {
    watch.close();
    streams.close();
  }
}
