package dev.margay.server.pages;

import dev.margay.server.http.FreshnessLifetime;
import dev.margay.server.metrics.Exchange;
import dev.margay.server.visitor.AssetKey;
import dev.margay.server.visitor.CacheDigest;
import dev.margay.server.visitor.VisitorCookies;
import dev.margay.server.visitor.VisitorSession;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/**
 * Keeps what is known of a visitor up to date while one asset is answered. It counts as sent if it
 * belongs to some page, may be used again, and its last frame was written, or if the visitor was
 * told that the version at hand is the right one.
 */
final class AssetWatcher implements HeaderGate.Watcher {
  private final PageResolver resolver;
  private final Accompaniment shared;
  private final Request request;
  private final int stream;

  /** Null behind a proxy, where connections are not the visitor's. */
  private final VisitorConnection connection;

  /** Null if there is a connection, which knows its session. */
  private final VisitorSession session;

  private AssetKey key;

  private AssetWatcher(
      PageResolver resolver,
      Accompaniment shared,
      Request request,
      VisitorConnection connection,
      VisitorSession session) {
    this.resolver = resolver;
    this.shared = shared;
    this.request = request;
    this.stream = Streams.id(request);
    this.connection = connection;
    this.session = session;
  }

  /** For a visitor's own connection. */
  static AssetWatcher of(
      PageResolver resolver, Accompaniment shared, Request request, VisitorConnection connection) {
    return new AssetWatcher(resolver, shared, request, connection, null);
  }

  /** For a visitor behind a proxy, of whom only the session is known. */
  static AssetWatcher of(
      PageResolver resolver, Accompaniment shared, Request request, VisitorSession session) {
    return new AssetWatcher(resolver, shared, request, null, session);
  }

  @Override
  public void beforeHeaders(Response response, boolean wholeNow) {
    key = key(response);
    if (connection == null || key == null) {
      return;
    }
    connection.sending(key, wholeNow);
    CacheDigest presented = presented();
    if (!presented.has(key.inDigest()) && connection.refresh(stream, key)) {
      refresh(presented, response);
    }
  }

  private CacheDigest presented() {
    return Streams.promised(request)
        ? connection.told()
        : VisitorCookies.read(request.getHeaders().getValuesList(HttpHeader.COOKIE))
            .digest()
            .orElse(CacheDigest.empty());
  }

  private void refresh(CacheDigest presented, Response response) {
    Optional<CacheDigest> grown = CookieRefresh.grown(presented, connection.digestKeys());
    // One that does not fit is begun again at the next page.
    grown.ifPresent(
        digest -> {
          connection.told(digest);
          new CookieRefresh(Optional.empty(), digest)
              .addTo(response.getHeaders(), shared.settings().maxAge());
        });
  }

  private AssetKey key(Response response) {
    Exchange exchange = Exchange.of(request);
    int status = response.getStatus();
    if (exchange == null || exchange.content() == null || (status != 200 && status != 304)) {
      return null;
    }
    String target = request.getHttpURI().getPathQuery();
    boolean reusable =
        status == 304
            || FreshnessLifetime.seconds(response.getHeaders().get(HttpHeader.CACHE_CONTROL)) > 0;
    return reusable && resolver.named(target) ? AssetKey.of(target, exchange.content()) : null;
  }

  @Override
  public void ended(boolean succeeded) {
    if (key == null) {
      return;
    }
    if (connection != null) {
      connection.ended(key, succeeded, shared.sessions());
    } else if (succeeded) {
      shared.sessions().sent(session, key);
    }
  }
}
