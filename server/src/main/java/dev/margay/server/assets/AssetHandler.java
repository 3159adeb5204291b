package dev.margay.server.assets;

import dev.margay.rcache.RepresentationCache;
import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.store.ContentChangedException;
import dev.margay.server.answer.PlainAnswer;
import dev.margay.server.catalog.AssetCatalog;
import dev.margay.server.catalog.Located;
import dev.margay.server.derive.Derivations;
import dev.margay.server.http.CanonicalPath;
import dev.margay.server.http.CodingNegotiation;
import dev.margay.server.http.PathReading;
import dev.margay.server.http.Preconditions;
import dev.margay.server.metrics.EncoderWait;
import dev.margay.server.metrics.Exchange.Served;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers requests for one static domain (behaviour: section 3). A request walks:
 *
 * <ol>
 *   <li>method: GET, HEAD and OPTIONS;
 *   <li>locate: an entry in memory that was looked at lately, or else a look at the file;
 *   <li>negotiate: the coding that the client likes best of those worth having;
 *   <li>preconditions, where a tag of the content is all that they need;
 *   <li>represent: the bytes in that coding, awaited for a bounded time, or else the plain ones;
 *   <li>preconditions on those bytes, and ranges of them;
 *   <li>send.
 * </ol>
 *
 * With the asset and its representation in memory all of it happens on the calling thread.
 */
public final class AssetHandler extends Handler.Abstract.NonBlocking {
  /** Where plain bytes are not acceptable, a coded form is awaited for as long as this. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /** A body on disk may turn out to be gone or changed before its first byte: then once more. */
  private static final int ATTEMPTS = 3;

  private static final String ALLOWED = "GET, HEAD, OPTIONS";

  private final AssetCatalog catalog;
  private final HotAssets assets;
  private final ResidentBodies resident;
  private final Renditions renditions;
  private final Negotiations negotiations = new Negotiations();
  private final FieldRules rules;
  private final AssetSettings settings;
  private final DiskReading disk;

  public AssetHandler(
      AssetCatalog catalog,
      Derivations derivations,
      RepresentationCache cache,
      FieldRules rules,
      AssetSettings settings,
      DiskReading disk) {
    this.catalog = catalog;
    this.assets =
        new HotAssets(catalog, derivations, rules, settings.believed(), settings.memoryBytes());
    this.resident = new ResidentBodies(settings.memoryBytes(), disk.threads());
    this.renditions = new Renditions(cache, assets::reweigh);
    this.rules = rules;
    this.settings = settings;
    this.disk = disk;
  }

  /** A view of the same assets for those who stand in front of this handler. */
  public SiteAssets assets() {
    return new SiteAssets(assets, negotiations, settings);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String method = request.getMethod();
    boolean head = HttpMethod.HEAD.is(method);
    if (!head && !HttpMethod.GET.is(method)) {
      int status = HttpMethod.OPTIONS.is(method) ? 204 : 405;
      HttpFields fields = rules.refusal().put(HttpHeader.ALLOW, ALLOWED);
      PlainAnswer.send(request, response, callback, status, fields);
      return true;
    }
    Walk walk = new Walk(request, response, callback);
    HotAsset asset = assets.fresh(request.getHttpURI().getPath());
    if (asset != null) {
      walk.answer(asset);
    } else {
      walk.readPath();
    }
    return true;
  }

  /** One request on its way. Its steps run one after the other, on whichever thread is at hand. */
  private final class Walk {
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final RequestFields fields;
    private int status = 200;
    private int attempt = 1;

    Walk(Request request, Response response, Callback callback) {
      this.request = request;
      this.response = response;
      this.callback = callback;
      this.fields = RequestFields.of(request.getHeaders());
    }

    void readPath() {
      PathReading reading = CanonicalPath.read(request.getHttpURI().getPath());
      if (reading instanceof CanonicalPath path) {
        locate(path);
      } else if (reading instanceof CanonicalPath.Untidy untidy) {
        redirect(untidy.tidy());
      } else {
        refuse(400);
      }
    }

    private void locate(CanonicalPath path) {
      HotAsset known = assets.fresh(path.spelling());
      if (known != null) {
        answer(known);
        return;
      }
      assets.look(path).whenComplete(step(looked -> located(path, looked)));
    }

    private void located(CanonicalPath path, HotAssets.Looked looked) {
      Located located = looked.located();
      if (located instanceof Located.Found) {
        answer(looked.asset());
      } else if (located instanceof Located.Unhashed unhashed) {
        response().sendUnhashed(unhashed);
      } else if (located instanceof Located.Folder) {
        redirect(path.asDirectory().spelling());
      } else if (status == 404) {
        refuse(404); // the page for missing pages went missing itself
      } else {
        missing(path);
      }
    }

    /**
     * A single-page site answers navigations with its one page; else the nearest 404 page is sent.
     */
    private void missing(CanonicalPath path) {
      if (settings.singlePage() && status == 200 && fields.navigation() && !path.hidden()) {
        status = 0; // asked for once only
        assets
            .look(settings.page())
            .whenComplete(
                step(
                    looked -> {
                      if (looked.asset() != null) {
                        status = 200;
                        answer(looked.asset());
                      } else {
                        refuse(404);
                      }
                    }));
        return;
      }
      catalog
          .nearestNotFoundPage(path)
          .whenComplete(
              step(
                  page -> {
                    status = 404;
                    if (page.isPresent()) {
                      locate(page.get());
                    } else {
                      refuse(404);
                    }
                  }));
    }

    void answer(HotAsset found) {
      HotAsset asset = fields.serviceWorker ? assets.asServiceWorker(found) : found;
      CodingNegotiation negotiation = negotiations.of(fields.acceptEncoding);
      Optional<ContentCoding> coding = asset.choose(negotiation);
      if (coding.isEmpty()) {
        HttpFields.Mutable refusal = rules.refusal().add(FieldRules.VARY);
        PlainAnswer.send(request, response, callback, 406, refusal);
        return;
      }
      represent(asset, coding.get(), negotiation);
    }

    private void represent(HotAsset asset, ContentCoding coding, CodingNegotiation negotiation) {
      if (coding == ContentCoding.IDENTITY) {
        send(asset, asset.plain(), negotiation, Served.READY);
        return;
      }
      HotAsset.Slot slot = asset.slot(coding);
      if (slot != null) {
        if (!slot.settled()) {
          renditions.improve(asset, coding);
        }
        send(asset, slot.rendition(), negotiation, Served.READY);
      } else if (!knownAlready(asset, negotiation)) {
        await(asset, coding, negotiation);
      }
    }

    /**
     * Sends a 304 for the one representation that the client has, without making another first. Of
     * several, the one that would be sent now is to be told, so that has to be there.
     */
    private boolean knownAlready(HotAsset asset, CodingNegotiation negotiation) {
      String tag = fields.ifNoneMatch;
      if (status != 200 || tag == null || tag.equals("*") || tag.indexOf(',') >= 0) {
        return false;
      }
      Preconditions.Verdict verdict = response().verdict(asset, asset.plain(), negotiation);
      if (verdict instanceof Preconditions.NotModified notModified) {
        asset.plain().exchange(Served.READY).noteOn(request);
        response().sendNotModified(asset, notModified.tag());
        return true;
      }
      return false;
    }

    private void await(HotAsset asset, ContentCoding coding, CodingNegotiation negotiation) {
      boolean plainWillDo = negotiation.accepts(ContentCoding.IDENTITY);
      Duration wait = plainWillDo ? settings.encodeWait() : LONGEST_WAIT;
      EncoderWait begun = EncoderWait.begin(System.nanoTime());
      CompletableFuture<Optional<Rendition>> rendition =
          renditions.render(asset, coding).toCompletableFuture().copy();
      rendition
          .completeOnTimeout(Optional.empty(), wait.toMillis(), TimeUnit.MILLISECONDS)
          .whenComplete(
              step(
                  made -> {
                    begun.until(System.nanoTime()).noteOn(request);
                    if (made.isPresent()) {
                      send(asset, made.get(), negotiation, Served.WAITED);
                    } else if (plainWillDo) {
                      send(asset, asset.plain(), negotiation, Served.PLAIN_FOR_NOW);
                    } else {
                      refuse(503);
                    }
                  }));
    }

    private void send(
        HotAsset asset, Rendition rendition, CodingNegotiation negotiation, Served served) {
      rendition.exchange(served).noteOn(request);
      response()
          .send(
              asset,
              rendition,
              negotiation,
              cause -> lookAgain(asset, rendition, negotiation, cause));
    }

    /**
     * The body on disk was gone or changed before anything was sent of it. Where the cache is
     * cleared as fast as it is filled, the plain bytes have to do.
     */
    private void lookAgain(
        HotAsset asset, Rendition rendition, CodingNegotiation negotiation, IOException cause) {
      if (attempt++ >= ATTEMPTS) {
        if (rendition != asset.plain() && negotiation.accepts(ContentCoding.IDENTITY)) {
          send(asset, asset.plain(), negotiation, Served.PLAIN_FOR_NOW);
        } else if (cause instanceof ContentChangedException) {
          refuse(503); // written to faster than it can be read
        } else {
          callback.failed(cause);
        }
        return;
      }
      if (rendition == asset.plain()) {
        assets.distrust(asset);
      } else {
        asset.empty(rendition.coding());
      }
      locate(asset.path());
    }

    private AssetResponse response() {
      return new AssetResponse(request, response, callback, fields, status, rules, disk, resident);
    }

    private void redirect(String path) {
      String query = request.getHttpURI().getQuery();
      String location = query == null ? path : path + "?" + query;
      HttpFields.Mutable refusal = rules.refusal().put(HttpHeader.LOCATION, location);
      PlainAnswer.send(request, response, callback, 308, refusal);
    }

    private void refuse(int error) {
      PlainAnswer.send(request, response, callback, error, rules.refusal());
    }

    /** The next step of the walk after something asynchronous; failures go to the one boundary. */
    private <T> BiConsumer<T, Throwable> step(Consumer<T> next) {
      return (value, failure) -> {
        try {
          if (failure != null) {
            throw failure instanceof CompletionException e ? e : new CompletionException(failure);
          }
          next.accept(value);
        } catch (RuntimeException e) {
          callback.failed(e);
        }
      };
    }
  }
}
