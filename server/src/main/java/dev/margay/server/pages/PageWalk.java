package dev.margay.server.pages;

import dev.margay.server.ahead.AheadPlan;
import dev.margay.server.ahead.ClientFamily;
import dev.margay.server.ahead.Delivery;
import dev.margay.server.ahead.HintDelivery;
import dev.margay.server.ahead.Possession;
import dev.margay.server.ahead.PushPromiseDelivery;
import dev.margay.server.ahead.Refusals;
import dev.margay.server.ahead.Verdict;
import dev.margay.server.assets.HotAsset;
import dev.margay.server.metrics.SentAhead;
import dev.margay.server.visitor.AssetKey;
import dev.margay.server.visitor.CacheDigest;
import dev.margay.server.visitor.SessionId;
import dev.margay.server.visitor.VisitorCookies;
import dev.margay.server.visitor.VisitorSession;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request for a page on its way:
 *
 * <ol>
 *   <li>visitor: what the cookies and the connection tell;
 *   <li>resolve: which assets belong to the page, and what there is of them now;
 *   <li>plan, and promise what is to be pushed;
 *   <li>forward to the site, which answers as if it was alone;
 *   <li>hint early, if that answer is not ready at once;
 *   <li>announce, and refresh the cookies, with the headers of the answer;
 *   <li>release the promised requests when the last frame was written.
 * </ol>
 *
 * Nothing of it can fail the page: it is then sent without company.
 */
final class PageWalk implements HeaderGate.Watcher {
  private static final Logger log = LoggerFactory.getLogger(PageWalk.class);
  private static final Delivery PUSH = new PushPromiseDelivery();
  private static final Delivery EARLY_HINTS = new HintDelivery(true);
  private static final Delivery LINK = new HintDelivery(false);

  /** A page waits for its plan no longer than this. */
  private static final long PATIENCE_MILLIS = 100;

  private final Request.Handler site;
  private final PageResolver resolver;
  private final Accompaniment shared;
  private final HotAsset page;
  private final Request request;
  private final PageRequest fields;
  private final boolean http2;
  private final CompletableFuture<Void> pageSent = new CompletableFuture<>();

  /** What the request's cookies say. */
  private VisitorCookies presented = VisitorCookies.NONE;

  /** Null if the visitor gets no cookies. */
  private VisitorSession session;

  /** Null on HTTP/1.1 and behind a proxy. */
  private VisitorConnection connection;

  private Set<AssetKey> keys = Set.of();
  private PagePlan decided;

  PageWalk(
      Request.Handler site,
      PageResolver resolver,
      Accompaniment shared,
      HotAsset page,
      Request request) {
    this.site = site;
    this.resolver = resolver;
    this.shared = shared;
    this.page = page;
    this.request = request;
    this.fields = PageRequest.of(request.getHeaders());
    this.http2 = Streams.http2(request);
    this.decided = new PagePlan(AheadPlan.NOTHING, delivery());
  }

  /** Takes all steps, on this thread if everything is at hand. */
  void begin(Response response, Callback callback) throws Exception {
    CompletableFuture<Void> ready = bounded(visitor().thenCombine(resolved(), this::plan));
    if (ready.isDone()) {
      forward(response, callback, ready);
      return;
    }
    ready.whenComplete(
        (planned, failure) -> {
          try {
            forward(response, callback, ready);
          } catch (Exception e) {
            callback.failed(e);
          }
        });
  }

  private static CompletableFuture<Void> bounded(CompletionStage<Void> stage) {
    CompletableFuture<Void> future = stage.toCompletableFuture();
    return future.isDone()
        ? future
        : future.copy().completeOnTimeout(null, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private CompletionStage<VisitorSession> visitor() {
    boolean cookies = http2 && (!fields.proxied || shared.trustedPeer().test(request));
    if (!cookies) {
      return CompletableFuture.completedStage(null);
    }
    presented = fields.cookies();
    if (!fields.proxied) {
      connection =
          VisitorConnection.open(
              request.getConnectionMetaData(),
              PageHandler.authority(request),
              shared.sessions(),
              presented.session().map(shared.sessions()::local).orElse(null));
    }
    session = connection == null ? null : connection.session();
    SessionId id =
        presented.session().orElseGet(() -> session == null ? SessionId.fresh() : session.id());
    session = shared.sessions().local(id);
    if (connection != null) {
      connection.session(session);
    }
    return presented.session().isPresent()
        ? shared.sessions().open(id)
        : CompletableFuture.completedStage(session);
  }

  private CompletionStage<ResolvedPage> resolved() {
    return resolver.resolve(page, fields.acceptEncoding);
  }

  private Delivery delivery() {
    if (!http2) {
      return LINK;
    }
    if (request.getConnectionMetaData().isPushSupported()) {
      return PUSH;
    }
    return fields.navigation() ? EARLY_HINTS : LINK;
  }

  /** Runs once at most, before the page is forwarded or not at all. */
  private Void plan(VisitorSession known, ResolvedPage resolved) {
    AheadPlan plan = resolved.plan(possession(), decided.delivery());
    synchronized (this) {
      keys = resolved.keys();
      decided = new PagePlan(plan, decided.delivery());
    }
    return null;
  }

  private Possession possession() {
    boolean push = decided.delivery() == PUSH;
    boolean stranger =
        fields.hardReload
            || (presented.digest().filter(digest -> digest.size() > 0).isEmpty()
                && (session == null || session.empty())
                && (connection == null || connection.empty()));
    if (stranger && !push) {
      return Possession.NOTHING;
    }
    return (target, key) -> {
      Optional<Verdict> known = stranger ? Optional.empty() : known(key);
      return known.isEmpty() && push && shared.refusals().enough(pushOf(target))
          ? Optional.of(Verdict.REFUSED)
          : known;
    };
  }

  private Optional<Verdict> known(AssetKey key) {
    if (presented.digest().filter(digest -> digest.has(key.inDigest())).isPresent()) {
      return Optional.of(Verdict.KNOWN_BY_DIGEST);
    }
    if (session != null && session.has(key)) {
      return Optional.of(Verdict.KNOWN_BY_SESSION);
    }
    return connection != null && connection.has(key)
        ? Optional.of(Verdict.KNOWN_BY_CONNECTION)
        : Optional.empty();
  }

  private Refusals.Push pushOf(String target) {
    return new Refusals.Push(page.path().spelling(), target, ClientFamily.of(fields.userAgent));
  }

  private void forward(Response response, Callback callback, CompletableFuture<Void> planned)
      throws Exception {
    if (planned.isCompletedExceptionally()) {
      log.warn("{}: nothing is sent ahead of it for now", page.path().spelling());
      log.debug("Why", planned.handle((done, failure) -> failure).join());
    }
    PagePlan settled;
    synchronized (this) {
      settled = decided;
    }
    promise(settled);
    shared.counters().planned(settled.delivery(), settled.plan());
    settled.noteOn(request);
    SentAhead.noteOn(request, settled.summary());
    HeaderGate gate = new HeaderGate(request, response, callback, this);
    site.handle(request, gate, gate);
    settled.delivery().interim(settled.plan()).ifPresent(gate::sendInterim);
  }

  private void promise(PagePlan settled) {
    if (settled.delivery() != PUSH || connection == null) {
      return;
    }
    for (AheadPlan.Step step : settled.plan().ahead()) {
      String target = step.asset().target();
      AssetKey key = step.candidate().found().orElseThrow().key();
      connection.promise(new Push(target, key, pageSent, () -> refused(target)));
    }
    settled.delivery().promise(request, settled.plan());
  }

  private void refused(String target) {
    shared.refusals().refused(pushOf(target));
    shared.counters().reset(PUSH);
  }

  @Override
  public void beforeHeaders(Response response, boolean wholeNow) {
    boolean page = response.getStatus() == 200 || response.getStatus() == 304;
    PagePlan settled = PagePlan.of(request);
    if (page) {
      settled.delivery().announce(response.getHeaders(), settled.plan());
      if (shared.settings().telling()) {
        response.getHeaders().put("Margay-Plan", settled.summary());
      }
    }
    if (page && session != null) {
      refresh(response);
    }
    if (connection != null) {
      connection.pageAnswered(Streams.id(request), keys);
    }
  }

  /** A digest that grew too long is emptied, and the visitor begins again with a new session. */
  private void refresh(Response response) {
    Optional<CacheDigest> grown =
        CookieRefresh.grown(
            presented, connection == null ? session.digestKeys() : connection.digestKeys());
    if (grown.isEmpty()) {
      session = shared.sessions().local(SessionId.fresh());
      if (connection != null) {
        connection.beginAgain(session);
      }
    }
    boolean has = presented.session().filter(session.id()::equals).isPresent();
    new CookieRefresh(
            has ? Optional.empty() : Optional.of(session.id()), grown.orElse(CacheDigest.empty()))
        .addTo(response.getHeaders(), shared.settings().maxAge());
  }

  @Override
  public void ended(boolean succeeded) {
    pageSent.complete(null);
  }
}
