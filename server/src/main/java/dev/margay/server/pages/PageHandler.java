package dev.margay.server.pages;

import dev.margay.server.assets.HotAsset;
import dev.margay.server.assets.SiteAssets;
import dev.margay.server.http.CanonicalPath;
import dev.margay.server.learning.PageAssetSources;
import dev.margay.server.metrics.SentAhead;
import dev.margay.server.visitor.SessionId;
import dev.margay.server.visitor.VisitorCookies;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Stands in front of a domain's handler (behaviour: sections 5 and 6), which answers every request
 * by itself and knows nothing of this. A request takes one of four ways:
 *
 * <ul>
 *   <li>a promised one waits until the page that it was promised for is sent;
 *   <li>a page is accompanied: {@link PageWalk};
 *   <li>an asset on the connection of a visitor is remembered: {@link AssetWatcher};
 *   <li>every other passes through.
 * </ul>
 */
public final class PageHandler extends Handler.Abstract.NonBlocking {
  private final Request.Handler site;
  private final SiteAssets assets;
  private final PageResolver resolver;
  private final Accompaniment shared;
  private final VisitNotes visits;

  /**
   * Stands in front of {@code site}.
   *
   * @param assets what the site would answer with
   * @param sources say which of them belong to a page
   * @param domain the configured name
   */
  public PageHandler(
      Request.Handler site,
      SiteAssets assets,
      PageAssetSources sources,
      String domain,
      Accompaniment shared) {
    this.site = site;
    this.assets = assets;
    this.resolver = new PageResolver(assets, sources, shared.settings().believed());
    this.visits = new VisitNotes(domain, assets, shared);
    this.shared = shared;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    boolean http2 = Streams.http2(request);
    if (!HttpMethod.GET.is(request.getMethod())) {
      return site.handle(request, response, callback);
    }
    if (http2 && Streams.promised(request)) {
      return promised(request, response, callback);
    }
    visits.listen(request, response);
    if (PageRequest.mayBePage(request.getHttpURI().getPath())) {
      return page(request, response, callback);
    }
    return http2 ? asset(request, response, callback) : site.handle(request, response, callback);
  }

  private boolean page(Request request, Response response, Callback callback) throws Exception {
    HotAsset known = assets.fresh(request.getHttpURI().getPath());
    if (known != null) {
      return found(known, request, response, callback);
    }
    if (!(CanonicalPath.read(request.getHttpURI().getPath()) instanceof CanonicalPath path)) {
      return site.handle(request, response, callback);
    }
    PageRequest fields = PageRequest.of(request.getHeaders());
    HotAsset last = assets.last(path.spelling());
    if (page(last)) {
      resolver.lookAhead(last, fields.acceptEncoding);
    }
    assets
        .look(path)
        .thenCompose(
            there -> {
              Optional<CanonicalPath> fallback =
                  there.isEmpty() && fields.navigation() ? assets.fallback(path) : Optional.empty();
              return fallback
                  .map(assets::look)
                  .orElseGet(() -> CompletableFuture.completedStage(there));
            })
        .whenComplete(
            (there, failure) -> {
              HotAsset page = there == null ? null : there.orElse(null);
              try {
                found(page, request, response, callback);
              } catch (Exception e) {
                callback.failed(e);
              }
            });
    return true;
  }

  private static boolean page(HotAsset there) {
    return there != null && there.facts().type().value().startsWith("text/html");
  }

  private boolean found(HotAsset there, Request request, Response response, Callback callback)
      throws Exception {
    if (!page(there)) {
      return Streams.http2(request)
          ? asset(request, response, callback)
          : site.handle(request, response, callback);
    }
    new PageWalk(site, resolver, visits, shared, there, request).begin(response, callback);
    return true;
  }

  /** A promised request waits for the page, and is then answered like any other. */
  private boolean promised(Request request, Response response, Callback callback) throws Exception {
    VisitorConnection connection = connection(request);
    Push push = connection == null ? null : connection.claim(Streams.id(request));
    if (push == null) {
      return site.handle(request, response, callback);
    }
    SentAhead.noteOn(request, "pushed");
    HeaderGate gate =
        new HeaderGate(
            request, response, callback, AssetWatcher.of(resolver, shared, request, connection));
    push.page()
        .pass(
            () -> {
              try {
                site.handle(request, gate, gate);
              } catch (Exception e) {
                gate.failed(e);
              }
            });
    return true;
  }

  private boolean asset(Request request, Response response, Callback callback) throws Exception {
    VisitorConnection connection = connection(request);
    AssetWatcher watcher = null;
    if (connection != null) {
      watcher = AssetWatcher.of(resolver, shared, request, connection);
    } else if (VisitorCookies.mayBeIn(request.getHeaders().get(HttpHeader.COOKIE))) {
      watcher = newcomer(request);
    }
    if (watcher == null) {
      return site.handle(request, response, callback);
    }
    HeaderGate gate = new HeaderGate(request, response, callback, watcher);
    return site.handle(request, gate, gate);
  }

  /** The first request of a connection brings a cookie along; null if it is not to be believed. */
  private AssetWatcher newcomer(Request request) {
    PageRequest fields = PageRequest.of(request.getHeaders());
    Optional<SessionId> presented = fields.cookies().session();
    if (fields.proxied) {
      return presented.isPresent() && shared.trustedPeer().test(request)
          ? AssetWatcher.of(
              resolver, shared, request, shared.sessions().local(presented.orElseThrow()))
          : null;
    }
    VisitorConnection connection =
        VisitorConnection.open(
            request.getConnectionMetaData(), authority(request), shared.sessions(), presented);
    return connection == null ? null : AssetWatcher.of(resolver, shared, request, connection);
  }

  private static VisitorConnection connection(Request request) {
    return VisitorConnection.find(request.getConnectionMetaData(), authority(request));
  }

  static String authority(Request request) {
    return String.valueOf(request.getHttpURI().getAuthority());
  }
}
