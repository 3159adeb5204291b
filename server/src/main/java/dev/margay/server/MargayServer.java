package dev.margay.server;

import dev.margay.rcache.BackgroundPriority;
import dev.margay.rcache.RepresentationCache;
import dev.margay.rcache.coding.Encoders;
import dev.margay.rcache.eviction.Evictor;
import dev.margay.rcache.eviction.Quota;
import dev.margay.rcache.flight.FileFlightLock;
import dev.margay.rcache.flight.FlightLock;
import dev.margay.rcache.flight.RedisFlightLock;
import dev.margay.rcache.flight.ScratchIdentity;
import dev.margay.rcache.store.ContentStore;
import dev.margay.server.assets.AssetHandler;
import dev.margay.server.assets.AssetSettings;
import dev.margay.server.assets.DiskReading;
import dev.margay.server.assets.FieldRules;
import dev.margay.server.catalog.AssetCatalog;
import dev.margay.server.catalog.HashIndex;
import dev.margay.server.catalog.SiteRoot;
import dev.margay.server.config.AddressRange;
import dev.margay.server.config.ListenAddress;
import dev.margay.server.config.ScratchSettings;
import dev.margay.server.config.ServerMode;
import dev.margay.server.config.ServerSettings;
import dev.margay.server.config.StaticDomain;
import dev.margay.server.derive.Derivations;
import dev.margay.server.http.CachingRule;
import dev.margay.server.http.CachingRule.Freshness;
import dev.margay.server.http.CachingRule.Mode;
import dev.margay.server.listen.Listener;
import dev.margay.server.metrics.AccessLog;
import dev.margay.server.metrics.AheadCounters;
import dev.margay.server.metrics.Exchange;
import dev.margay.server.metrics.ExchangeObserver;
import dev.margay.server.metrics.PrometheusPage;
import dev.margay.server.metrics.RequestCounters;
import dev.margay.server.operations.AdminHandler;
import dev.margay.server.operations.AdminHosts;
import dev.margay.server.routing.DomainRouter;
import dev.margay.server.routing.DomainTable;
import dev.margay.server.routing.FailureBoundary;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Margay server: builds every room in order, starts them, and stops them so that running requests
 * end first.
 */
public final class MargayServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MargayServer.class);
  private static final Duration DRAIN = Duration.ofSeconds(30);
  private static final Duration FINISHING = Duration.ofSeconds(2);
  private static final Duration BELIEVED_IN_SERVE = Duration.ofMillis(500);

  /** The part of the heap that entries in memory may take, and that bodies read from disk may. */
  private static final int SHARE_OF_HEAP = 16;

  private static final int ADMIN_PORTS_TRIED = 100;

  /** Stands for the domain of a plain folder, which answers every host. */
  private static final String PLAIN_FOLDER = "*";

  private final ServerSettings settings;
  private final Site site;
  private final Extras extras;
  private final ExecutorService disk = DiskThreads.reading();
  private final ExecutorService hashing = DiskThreads.hashing();
  private final DiskReading reading =
      new DiskReading(disk, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
  private final RepresentationCache cache;
  private final Evictor evictor;

  /** None with {@code --disable-push}. */
  private final Optional<PageHandlers> pages;

  private final RequestCounters counters = new RequestCounters();
  private final AheadCounters ahead = new AheadCounters();
  private final Optional<AccessLog> accessLog;
  private final Server visitors;
  private Server admin;

  /** Known from the start on, also when it stops. */
  private volatile int port;

  private volatile int adminPort;

  /**
   * A server for {@code site}, not started yet.
   *
   * @throws StartFailure if a folder or log file cannot be opened
   */
  public MargayServer(ServerSettings settings, Site site, Extras extras) throws StartFailure {
    this.settings = settings;
    this.site = site;
    this.extras = extras;
    this.cache = representationCache(settings.scratch(), settings.redis());
    this.evictor = evictor(cache.store(), settings.scratch());
    this.accessLog = AccessLogs.open(settings);
    this.pages = pages();
    this.visitors = visitors();
  }

  /** The representation cache that processes with these scratch settings and Redis share. */
  public static RepresentationCache representationCache(
      ScratchSettings scratch, Optional<URI> redis) {
    Path folder = scratch.representationCacheDir();
    return new RepresentationCache(
        new ContentStore(folder),
        flightLock(scratch, redis),
        Encoders.all(),
        Runtime.getRuntime().availableProcessors());
  }

  private static FlightLock flightLock(ScratchSettings scratch, Optional<URI> redis) {
    FileFlightLock files =
        new FileFlightLock(scratch.representationCacheDir().resolve("flights.lock"));
    return redis.isPresent()
        ? new RedisFlightLock(redis.get(), ScratchIdentity.of(scratch.scratchDir()), files)
        : files;
  }

  /** What holds that cache to its quota; at rest until it is started. */
  public static Evictor evictor(ContentStore store, ScratchSettings scratch) {
    return new Evictor(
        store,
        scratch.representationCacheDir().resolve("eviction.lock"),
        new Quota(scratch.cacheSize()),
        BackgroundPriority::lower);
  }

  private Server visitors() {
    Server server = new Server(Listener.threads("margay"), null, Listener.buffers());
    Handler site =
        new GracefulHandler(
            new DomainRouter(domains(), CachingRule.errorCacheControl(freshness())));
    server.setHandler(extras.around().apply(site));
    server.setErrorHandler(new FailureBoundary(CachingRule.errorCacheControl(freshness())));
    List<ExchangeObserver> observers = new ArrayList<>(List.of(counters));
    accessLog.ifPresent(observers::add);
    observers.addAll(extras.observers());
    server.setRequestLog(
        (request, response) -> {
          Exchange exchange = Exchange.of(request);
          observers.forEach(observer -> observer.ended(request, response, exchange));
        });
    server.addConnector(
        Listener.visitors(server, settings.listen(), settings.reusePort(), extras.certificates()));
    return server;
  }

  private Optional<PageHandlers> pages() {
    return settings.browserCache().disablePush()
        ? Optional.empty()
        : Optional.of(
            new PageHandlers(settings, cache.store(), disk, believed(), ahead, devlove()));
  }

  private Request.Handler accompanied(AssetHandler handler, String domain) {
    return pages.<Request.Handler>map(page -> page.before(handler, domain)).orElse(handler);
  }

  private DomainTable<Request.Handler> domains() {
    if (site.plainFolder().isPresent()) {
      AssetHandler folder = handler(site.plainFolder().get(), false, false, 1);
      Request.Handler only = accompanied(folder, PLAIN_FOLDER);
      return new DomainTable<>(Map.of(), only, null);
    }
    Map<String, Request.Handler> byHost = new HashMap<>();
    Request.Handler first = null;
    for (StaticDomain domain : site.domains()) {
      boolean strict = strictTransport(domain.name());
      AssetHandler assets = handler(domain.rootDir(), domain.spa(), strict, site.domains().size());
      Request.Handler handler = accompanied(assets, domain.name());
      byHost.put(domain.name(), handler);
      domain.aliases().forEach(alias -> byHost.put(alias, handler));
      first = first == null ? handler : first;
    }
    return new DomainTable<>(byHost, null, devlove() ? first : null);
  }

  private AssetHandler handler(Path root, boolean singlePage, boolean strict, int domains) {
    AssetCatalog catalog =
        new AssetCatalog(
            new SiteRoot(root, withheld()),
            new HashIndex(settings.scratch().scratchDir().resolve("hash-index")),
            cache.store(),
            disk,
            hashing,
            InstantSource.system());
    long memory = Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / domains;
    AssetSettings assets = new AssetSettings(believed(), settings.encodeWait(), memory, singlePage);
    Derivations derivations = new Derivations(extras.derivations());
    return new AssetHandler(
        catalog, derivations, cache, new FieldRules(freshness(), strict), assets, reading);
  }

  private Duration believed() {
    return devlove() ? Duration.ZERO : BELIEVED_IN_SERVE;
  }

  private Collection<Path> withheld() {
    List<Path> withheld = new ArrayList<>(site.ownFiles());
    withheld.add(settings.scratch().scratchDir());
    return withheld;
  }

  private boolean devlove() {
    return settings.mode() == ServerMode.DEVLOVE;
  }

  private Freshness freshness() {
    Mode mode = devlove() ? Mode.DEVLOVE : Mode.SERVE;
    boolean none = settings.browserCache().disableUaCaching();
    return new Freshness(settings.browserCache().maxAge(), none ? Mode.NO_UA_CACHING : mode);
  }

  /**
   * Behaviour, section 3: for configured names under serve with TLS, never localhost or addresses.
   */
  private boolean strictTransport(String name) {
    boolean local = name.equals("localhost") || name.endsWith(".localhost");
    return !devlove()
        && extras.certificates().isPresent()
        && !local
        && AddressRange.parse(name).isEmpty();
  }

  /**
   * Binds both listeners and begins to answer.
   *
   * @throws StartFailure if a port is taken
   */
  public void start() throws StartFailure {
    bind(visitors, settings.listen());
    startAdmin();
    port = localPort(visitors);
    adminPort = localPort(admin);
    evictor.start();
  }

  private static void bind(Server server, ListenAddress address) throws StartFailure {
    try {
      server.start();
    } catch (IOException e) {
      throw new StartFailure(
          address + " cannot be listened on; stop what uses it, or choose another with --listen");
    } catch (Exception e) {
      throw new StartFailure("the server cannot be started: " + e);
    }
  }

  private void startAdmin() throws StartFailure {
    ListenAddress wanted = settings.admin().listen();
    int tries = settings.admin().askedFor() ? 1 : ADMIN_PORTS_TRIED;
    for (int i = 0; i < tries; i++) {
      Server server = adminServer(wanted.withPort(wanted.port() + i));
      try {
        server.start();
        admin = server;
        return;
      } catch (Exception e) {
        log.debug("The admin listener's port {} is taken", wanted.port() + i, e);
        GracefulStop.stop(server, Duration.ZERO);
      }
    }
    throw new StartFailure(
        wanted + " cannot be listened on; stop what uses it, or choose another with --admin");
  }

  private Server adminServer(ListenAddress address) {
    PrometheusPages page = new PrometheusPages();
    Server server = new Server(Listener.threads("margay-admin"));
    server.setHandler(
        new AdminHandler(new AdminHosts(address.host()), page::render, visitors::isRunning));
    server.setErrorHandler(new FailureBoundary("no-store"));
    server.addConnector(Listener.admin(server, address));
    return server;
  }

  /** The page is made when it is first asked for: most of start-up would otherwise be its. */
  private final class PrometheusPages {
    private PrometheusPage page;

    synchronized String render() {
      if (page == null) {
        page =
            new PrometheusPage(
                counters,
                ahead,
                cache,
                evictor,
                () -> accessLog.map(AccessLog::dropped).orElse(0L));
      }
      return page.render();
    }
  }

  /** The port that visitors connect to. */
  public int port() {
    return port;
  }

  /** The port of the admin listener. */
  public int adminPort() {
    return adminPort;
  }

  private static int localPort(Server server) {
    return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
  }

  /** The representation cache, for those who watch. */
  public RepresentationCache cache() {
    return cache;
  }

  /** Lets running requests end, for at most 30 s, then stops everything. */
  @Override
  public void close() {
    GracefulStop.stop(visitors, DRAIN);
    if (admin != null) {
      GracefulStop.stop(admin, Duration.ZERO);
    }
    pages.ifPresent(PageHandlers::close);
    evictor.close();
    finish(disk);
    hashing.shutdown();
    cache.close();
    accessLog.ifPresent(AccessLogs::close);
  }

  /** What is being read or kept is finished: nobody else writes to the folders after the end. */
  private static void finish(ExecutorService tasks) {
    tasks.shutdown();
    try {
      if (!tasks.awaitTermination(FINISHING.toMillis(), TimeUnit.MILLISECONDS)) {
        log.debug("Some reading is left behind; its thread ends with the process");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
