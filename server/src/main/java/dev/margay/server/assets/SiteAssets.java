package dev.margay.server.assets;

import dev.margay.rcache.key.ContentCoding;
import dev.margay.server.http.CachingRule;
import dev.margay.server.http.CanonicalPath;
import dev.margay.server.http.CodingNegotiation;
import dev.margay.server.http.FreshnessLifetime;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.http.HttpHeader;

/** What a domain's assets would be answered with, without asking for them. Never blocks. */
public final class SiteAssets {
  private final HotAssets assets;
  private final Negotiations negotiations;
  private final AssetSettings settings;

  SiteAssets(HotAssets assets, Negotiations negotiations, AssetSettings settings) {
    this.assets = assets;
    this.negotiations = negotiations;
    this.settings = settings;
  }

  /** The asset under this spelling of its path, if it was looked at lately; or else null. */
  public HotAsset fresh(String spelling) {
    return assets.fresh(spelling);
  }

  /** What was under this spelling when it was last looked at; null if that is not known. */
  public HotAsset last(String spelling) {
    return assets.last(spelling);
  }

  /** The asset that {@code path} leads to now. */
  public CompletionStage<Optional<HotAsset>> look(CanonicalPath path) {
    return assets.look(path).thenApply(looked -> Optional.ofNullable(looked.asset()));
  }

  /** The page that answers navigations to paths that lead nowhere, if the site has one. */
  public Optional<CanonicalPath> fallback(CanonicalPath path) {
    return settings.singlePage() && !path.hidden()
        ? Optional.of(settings.page())
        : Optional.empty();
  }

  /**
   * What a request accepts. There are few different answers, however many ways of asking.
   *
   * @param acceptEncoding null if there is none
   */
  public CodingNegotiation negotiation(String acceptEncoding) {
    return negotiations.of(acceptEncoding);
  }

  /**
   * How many bytes the body has in the coding that such a request gets, if that was made already;
   * or else in plain.
   */
  public long bytes(HotAsset asset, CodingNegotiation accepted) {
    return asset.choose(accepted).map(coding -> bytes(asset, coding)).orElse(0L);
  }

  private static long bytes(HotAsset asset, ContentCoding coding) {
    HotAsset.Slot slot = asset.slot(coding);
    return (slot == null ? asset.plain() : slot.rendition()).body().length();
  }

  /**
   * For how many seconds a browser may use the asset without asking again.
   *
   * @param query of the request; null if there is none
   */
  public long freshSeconds(HotAsset asset, String query) {
    CachingRule.VhMatch vh = CachingRule.vh(query, asset.facts().content());
    return FreshnessLifetime.seconds(asset.plain().ok(vh).get(HttpHeader.CACHE_CONTROL));
  }
}
