package dev.margay.devtools.reload;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells pages which files changed, as server-sent events (HTML: server-sent events). An event's
 * identifier counts changes, so that a page that lost its connection is told what it missed; a page
 * that is new is told what changed since it was loaded.
 */
public final class EventStreams implements AutoCloseable {
  /** Where pages listen. */
  public static final String PATH = "/__margay/events";

  /** Below the time after which idle streams are ended, here and in proxies. */
  private static final long HEARTBEAT_SECONDS = 15;

  private static final int RETRY_MILLIS = 300;
  private static final int MOST_STREAMS = 512;

  private static final Logger log = LoggerFactory.getLogger(EventStreams.class);

  private final List<WatchedSite> sites;
  private final ChangeLog changes =
      new ChangeLog(Long.toHexString(System.nanoTime() ^ ProcessHandle.current().pid()));
  private final Instant started = Instant.now();
  private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService heart =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "margay-events");
            thread.setDaemon(true);
            return thread;
          });

  /** Streams for pages of {@code sites}; the first one's is shown as localhost. */
  public EventStreams(List<WatchedSite> sites) {
    this.sites = List.copyOf(sites);
    heart.scheduleAtFixedRate(
        () -> streams.forEach(stream -> stream.send(": \n\n")),
        HEARTBEAT_SECONDS,
        HEARTBEAT_SECONDS,
        TimeUnit.SECONDS);
  }

  /** Tells every page of changed files. */
  public void tell(ChangedFiles changed) {
    Map<WatchedSite, List<String>> paths = new LinkedHashMap<>();
    for (WatchedSite site : sites) {
      try {
        Path root = site.root();
        changed.files().stream()
            .sorted()
            .filter(file -> file.startsWith(root) && site.shown().shows(root, file))
            .forEach(
                file ->
                    paths
                        .computeIfAbsent(site, same -> new ArrayList<>())
                        .add(Change.path(root, file)));
      } catch (IOException e) {
        log.debug("{} is away: no page of it can be shown", site.folder(), e);
      }
    }
    if (!paths.isEmpty()) {
      Change change = changes.add(changed.last(), paths);
      streams.forEach(stream -> stream.send(event(change, stream.site())));
    }
  }

  /** Lets a page listen until it is closed. */
  public void listen(Request request, Response response, Callback callback) {
    if (streams.size() >= MOST_STREAMS) {
      Response.writeError(request, response, callback, 503);
      return;
    }
    response.setStatus(200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    EventStream stream = new EventStream(site(request), response, callback, streams::remove);
    request.addFailureListener(stream::fail);
    // Listed first, so that no change falls between: one may be told twice, and does no harm then.
    streams.add(stream);
    stream.send(greeting(request, stream.site()));
  }

  private String greeting(Request request, WatchedSite site) {
    Fields query = Request.extractQueryParameters(request);
    String last =
        Optional.ofNullable(request.getHeaders().get("Last-Event-ID"))
            .orElseGet(() -> query.getValue("last"));
    StringBuilder lines = new StringBuilder("retry: " + RETRY_MILLIS + "\n");
    lines.append("event: ready\nid: ").append(changes.lastId()).append("\ndata:\n\n");
    boolean isNew = last == null || last.isEmpty();
    if (isNew && !loaded(query).isBefore(started)) {
      changes.since(loaded(query)).forEach(change -> lines.append(event(change, site)));
      return lines.toString();
    }
    // A page from before this process, too: what changed until it started is not known here.
    Optional<List<Change>> missed = isNew ? Optional.empty() : changes.after(last);
    if (missed.isEmpty()) {
      lines.append("event: gap\nid: ").append(changes.lastId()).append("\ndata:\n\n");
    }
    missed.orElse(List.of()).forEach(change -> lines.append(event(change, site)));
    return lines.toString();
  }

  /** When the page began to be loaded, by the browser's clock, which is this machine's. */
  private static Instant loaded(Fields query) {
    try {
      return Instant.ofEpochMilli(Long.parseLong(String.valueOf(query.getValue("since"))));
    } catch (NumberFormatException e) {
      return Instant.MAX;
    }
  }

  private String event(Change change, WatchedSite site) {
    return "event: change\nid: %s\ndata: %s\n\n"
        .formatted(changes.id(change.number()), change.toJson(site));
  }

  private WatchedSite site(Request request) {
    String host = String.valueOf(Request.getServerName(request));
    return sites.stream()
        .filter(site -> site.hosts().contains(host))
        .findFirst()
        .orElseGet(() -> sites.get(0));
  }

  @Override
  public void close() {
    heart.shutdownNow();
    streams.forEach(stream -> stream.fail(new EofException("the server stops")));
  }
}
