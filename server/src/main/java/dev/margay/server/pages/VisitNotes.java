package dev.margay.server.pages;

import dev.margay.server.ahead.AheadPlan;
import dev.margay.server.assets.HotAsset;
import dev.margay.server.assets.SiteAssets;
import dev.margay.server.learning.AssetRequest;
import dev.margay.server.learning.FetchMetadata;
import dev.margay.server.learning.Navigation;
import dev.margay.server.learning.PageAsset;
import dev.margay.server.learning.PageVersion;
import dev.margay.server.learning.Sightings.Turn;
import dev.margay.server.learning.Visitor;
import dev.margay.server.metrics.Exchange;
import dev.margay.server.visitor.AssetKey;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/**
 * Tells the sightings what happens on one domain: that a visit begins, and what is asked for while
 * any visit lasts. One way, and never waited for.
 */
final class VisitNotes {
  private final String domain;
  private final SiteAssets assets;
  private final Accompaniment shared;

  VisitNotes(String domain, SiteAssets assets, Accompaniment shared) {
    this.domain = domain;
    this.assets = assets;
    this.shared = shared;
  }

  /** Whether the visit that begins now is to be sent something ahead; to be asked once. */
  Turn turn(HotAsset page) {
    return shared.sightings().turn(version(page));
  }

  private PageVersion version(HotAsset page) {
    return new PageVersion(domain, page.path().spelling(), page.facts().content());
  }

  /**
   * A visit begins.
   *
   * @param had whether the visitor had this version of an asset before
   * @param named what the page's markup says of a target
   */
  void opened(
      HotAsset page,
      Request request,
      PageRequest fields,
      AheadPlan plan,
      Predicate<AssetKey> had,
      Function<String, Optional<PageAsset>> named) {
    shared
        .sightings()
        .opened(
            new Navigation(
                visitor(request),
                version(page),
                PageHandler.authority(request),
                new FetchMetadata(
                    text(fields.fetchDest), text(fields.fetchMode), text(fields.purpose)),
                plan.assetsAhead(),
                target -> current(target).filter(had).isPresent(),
                named,
                Instant.now()));
  }

  private Optional<AssetKey> current(String target) {
    int question = target.indexOf('?');
    HotAsset asset = assets.last(question < 0 ? target : target.substring(0, question));
    return Optional.ofNullable(asset).map(it -> AssetKey.of(target, it.facts().content()));
  }

  /** Listens to a request that may belong to a visit. */
  void listen(Request request, Response response) {
    String referer =
        shared.sightings().listening() ? request.getHeaders().get(HttpHeader.REFERER) : null;
    if (referer == null) {
      return;
    }
    Instant now = Instant.now();
    Request.addCompletionListener(
        request,
        failure -> {
          if (failure == null) {
            shared.sightings().asked(asked(request, response, referer, now));
          }
        });
  }

  private AssetRequest asked(Request request, Response response, String referer, Instant at) {
    HttpFields headers = request.getHeaders();
    return new AssetRequest(
        visitor(request),
        domain,
        PageHandler.authority(request),
        request.getMethod(),
        response.getStatus(),
        request.getHttpURI().getPathQuery(),
        referer,
        new FetchMetadata(
            text(headers.get("Sec-Fetch-Dest")),
            text(headers.get("Sec-Fetch-Mode")),
            text(headers.get("Sec-Purpose"))),
        Exchange.of(request) == null
            ? AssetRequest.Audience.THIS_VISITOR
            : AssetRequest.Audience.ANYONE,
        Response.getContentBytesWritten(response),
        at);
  }

  private Visitor visitor(Request request) {
    return new Visitor(
        shared.client().apply(request), text(request.getHeaders().get(HttpHeader.USER_AGENT)));
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }
}
