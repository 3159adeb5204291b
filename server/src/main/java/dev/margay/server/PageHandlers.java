package dev.margay.server;

import dev.margay.rcache.store.ContentStore;
import dev.margay.server.ahead.Refusals;
import dev.margay.server.assets.AssetHandler;
import dev.margay.server.assets.HotAsset;
import dev.margay.server.assets.SiteAssets;
import dev.margay.server.catalog.AssetFacts;
import dev.margay.server.config.AddressRange;
import dev.margay.server.config.ServerSettings;
import dev.margay.server.http.CanonicalPath;
import dev.margay.server.learning.MarkupAssets;
import dev.margay.server.learning.MarkupReadings;
import dev.margay.server.learning.PageAssetSources;
import dev.margay.server.learning.PageVersion;
import dev.margay.server.learning.Sightings;
import dev.margay.server.metrics.AheadCounters;
import dev.margay.server.pages.Accompaniment;
import dev.margay.server.pages.PageHandler;
import dev.margay.server.pages.PageSettings;
import dev.margay.server.visitor.MemorySessions;
import dev.margay.server.visitor.RedisSessions;
import dev.margay.server.visitor.SessionStore;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.eclipse.jetty.server.Request;

/** Puts a {@link PageHandler} in front of each domain, and holds what they share. */
final class PageHandlers implements AutoCloseable {
  private static final long READINGS_MEMORY = 4L << 20;

  private final ContentStore store;
  private final Executor disk;
  private final Duration believed;
  private final SessionStore sessions;
  private final Sightings sightings;
  private final Accompaniment shared;

  /**
   * Handlers with these settings.
   *
   * @param store where is kept what was read from pages
   * @param disk where files are looked at
   * @param believed for how long what is known of a file is used before it is looked at again
   * @param counters count what is decided
   * @param devlove whether each page's response says what was decided
   */
  PageHandlers(
      ServerSettings settings,
      ContentStore store,
      Executor disk,
      Duration believed,
      AheadCounters counters,
      boolean devlove) {
    this.store = store;
    this.disk = disk;
    this.believed = believed;
    this.sessions =
        settings.redis().<SessionStore>map(RedisSessions::new).orElseGet(MemorySessions::new);
    this.sightings =
        new Sightings(
            settings.scratch().scratchDir().resolve("learning"),
            settings.redis(),
            InstantSource.system());
    ClientAddress client = new ClientAddress(settings.trustedProxies());
    this.shared =
        new Accompaniment(
            new PageSettings(settings.browserCache().maxAge(), believed, devlove),
            sessions,
            sightings,
            new Refusals(),
            counters,
            client::of,
            request -> fromTrustedProxy(request, settings.trustedProxies()));
  }

  private static boolean fromTrustedProxy(Request request, List<AddressRange> trusted) {
    SocketAddress peer = request.getConnectionMetaData().getRemoteSocketAddress();
    return peer instanceof InetSocketAddress inet
        && inet.getAddress() != null
        && trusted.stream().anyMatch(range -> range.contains(inet.getAddress()));
  }

  /**
   * Stands in front of {@code site}.
   *
   * @param domain the configured name, or one constant for a plain folder
   */
  PageHandler before(AssetHandler site, String domain) {
    SiteAssets assets = site.assets();
    Function<CanonicalPath, CompletionStage<Optional<AssetFacts>>> looks =
        path -> assets.look(path).thenApply(found -> found.map(HotAsset::facts));
    PageAssetSources sources =
        new PageAssetSources(
            new MarkupAssets(new MarkupReadings(store, disk, READINGS_MEMORY), looks),
            (path, content) -> sightings.assets(new PageVersion(domain, path.spelling(), content)),
            looks,
            believed,
            disk,
            InstantSource.system());
    return new PageHandler(site, assets, sources, domain, shared);
  }

  @Override
  public void close() {
    sightings.close();
    sessions.close();
  }
}
