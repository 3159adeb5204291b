package dev.margay.devtools.visits;

import dev.margay.devtools.json.JsonText;
import dev.margay.rcache.RepresentationCache;
import dev.margay.rcache.key.ContentHash;
import dev.margay.server.Site;
import dev.margay.server.metrics.ExchangeObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The visit page and all behind it: what is recorded, what is told of it, and the warnings, which
 * go to the terminal once each. Whatever looks at the disk does so on one thread of its own.
 */
public final class VisitDesk {
  private static final Logger log = LoggerFactory.getLogger(VisitDesk.class);
  private static final long HEARTBEAT_SECONDS = 15;

  /** After a change, what else belongs to a visit is waited for as long as this. */
  private static final long PAUSE_SECONDS = 1;

  private static final int MOST_WARNINGS = 1000;

  /** Of the newest visits so many, and for so long, follow what the cache comes to hold. */
  private static final int FOLLOWED = 3;

  private static final Duration FOLLOWED_FOR = Duration.ofMinutes(10);

  private final VisitBook book = new VisitBook(this::changed);
  private final InstantSource clock = InstantSource.system();
  private final String began = clock.instant().toString();
  private final VisitRecorder recorder = new VisitRecorder(book, clock);
  private final VisitNews news = new VisitNews(book::revision);
  private final PageWarnings warnings;
  private final AtomicBoolean checkIsDue = new AtomicBoolean();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread own = new Thread(task, "margay-visits");
            own.setDaemon(true);
            return own;
          });

  /** Only the desk's thread uses it: what was found of which state of which visit. */
  private final Map<Long, Found> found = new LinkedHashMap<>();

  /** Only the desk's thread uses it: the warnings that the terminal has. */
  private final Set<Warning> told = new LinkedHashSet<>();

  /** Null until there is a server. */
  private volatile Holdings holdings;

  private final ShownHoldings shown = new ShownHoldings(this::held);

  private record Found(long revision, List<Warning> warnings) {}

  /**
   * A desk for {@code site}.
   *
   * @param withheld files and folders that are never shown, besides the site's own
   */
  public VisitDesk(Site site, Collection<Path> withheld) {
    warnings = new PageWarnings(new SiteFolders(site, withheld));
    thread.scheduleAtFixedRate(news::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    thread.scheduleWithFixedDelay(this::follow, PAUSE_SECONDS, PAUSE_SECONDS, TimeUnit.SECONDS);
  }

  /** From now on it is told what this cache holds. */
  public void lookInto(RepresentationCache cache) {
    holdings = new Holdings(cache);
  }

  /** Puts the recorder in front of {@code site}. */
  public Handler before(Handler site) {
    recorder.setHandler(site);
    return recorder;
  }

  /** Is to be told of each request that has ended. */
  public ExchangeObserver observer() {
    return recorder;
  }

  /** {@code visits.json}: all visits, or those that changed after the revision {@code after}. */
  public void sendJson(Request request, Response response, Callback callback) {
    thread.execute(() -> DeskAnswer.json(request, response, callback, () -> json(request)));
  }

  /** {@code visits.har}: all visits, or the one with the {@code visit} that is asked for. */
  public void sendHar(Request request, Response response, Callback callback) {
    thread.execute(() -> DeskAnswer.har(request, response, callback, () -> har(request)));
  }

  /** The event stream. */
  public void listen(Request request, Response response, Callback callback) {
    news.listen(request, response, callback);
  }

  private String json(Request request) {
    long after = DeskAnswer.number(request, "after").orElse(0);
    long revision = book.revision();
    List<Visit> visits = book.visits();
    VisitForm form = new VisitForm(shown::show);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("began", began);
    all.put("revision", revision);
    all.put("ids", visits.stream().map(Visit::id).toList());
    all.put(
        "visits",
        visits.stream()
            .filter(visit -> visit.revision() > after)
            .map(visit -> form.of(visit, warnings(visit, visits)))
            .toList());
    return JsonText.of(all);
  }

  private List<Holdings.Held> held(ContentHash content) {
    return holdings == null ? List.of() : holdings.of(content);
  }

  private String har(Request request) {
    long id = DeskAnswer.number(request, "visit").orElse(0);
    return JsonText.of(
        VisitHar.of(book.visits().stream().filter(visit -> id == 0 || visit.id() == id).toList()));
  }

  private List<Warning> warnings(Visit visit, List<Visit> all) {
    Found known = found.get(visit.id());
    if (known == null || known.revision() != visit.revision()) {
      known = new Found(visit.revision(), warnings.of(visit, all));
      found.put(visit.id(), known);
    }
    return known.warnings();
  }

  private void changed() {
    news.spread();
    if (!checkIsDue.getAndSet(true)) {
      thread.schedule(this::check, PAUSE_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Forms that are made after a response are shown where somebody looks. */
  private void follow() {
    if (!news.isHeard()) {
      return;
    }
    try {
      Instant since = clock.instant().minus(FOLLOWED_FOR);
      List<Visit> visits = book.visits();
      List<Visit> newest = visits.subList(Math.max(0, visits.size() - FOLLOWED), visits.size());
      shown
          .outdated(newest.stream().filter(visit -> visit.page().at().isAfter(since)).toList())
          .forEach(visit -> book.showAnew(visit.id()));
    } catch (RuntimeException e) {
      log.debug("It could not be seen what the cache came to hold", e);
    }
  }

  private void check() {
    checkIsDue.set(false);
    try {
      List<Visit> visits = book.visits();
      found.keySet().retainAll(visits.stream().map(Visit::id).toList());
      for (Visit visit : visits) {
        warnings(visit, visits).forEach(this::tell);
      }
    } catch (RuntimeException e) {
      log.debug("The pages of the last visits could not be checked", e);
    }
  }

  private void tell(Warning warning) {
    if (told.size() < MOST_WARNINGS && told.add(warning)) {
      log.warn("{}", warning);
    }
  }
}
