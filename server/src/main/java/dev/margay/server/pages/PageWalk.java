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
import dev.margay.server.learning.PageAsset;
import dev.margay.server.learning.PageAssets.Source;
import dev.margay.server.learning.Sightings.Turn;
import dev.margay.server.metrics.SentAhead;
import dev.margay.server.visitor.AssetKey;
import dev.margay.server.visitor.CacheDigest;
import dev.margay.server.visitor.SessionId;
import dev.margay.server.visitor.VisitorCookies;
import dev.margay.server.visitor.VisitorSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
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

  private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

  /** Stands for a plan that was not made in time. */
  private static final CompletableFuture<Void> TOO_LATE = DONE;

  private final Request.Handler site;
  private final PageResolver resolver;
  private final VisitNotes visits;
  private final Accompaniment shared;
  private final HotAsset page;
  private final Request request;
  private final PageRequest fields;
  private final boolean http2;
  private final PageGate gate = new PageGate();

  /** How what is planned reaches the client; a push needs the connection's record. */
  private Delivery delivery;

  /** Guarded by this. What was promised on the connection. */
  private final List<Push> promises = new ArrayList<>(0);

  /** What the request's cookies say. */
  private VisitorCookies presented = VisitorCookies.NONE;

  /** Null if the visitor gets no cookies. */
  private VisitorSession session;

  /** Null on HTTP/1.1 and behind a proxy. */
  private VisitorConnection connection;

  /** Null until it is known. Guarded by this. */
  private ResolvedPage resolved;

  private Set<AssetKey> keys = Set.of();

  /** What was planned; null until then. Guarded by this. */
  private PagePlan decided;

  /** What is done; null until then. Guarded by this for writing. */
  private volatile PagePlan settled;

  /** What the session knew when the page was asked for. */
  private Set<AssetKey> knownBefore = Set.of();

  PageWalk(
      Request.Handler site,
      PageResolver resolver,
      VisitNotes visits,
      Accompaniment shared,
      HotAsset page,
      Request request) {
    this.site = site;
    this.resolver = resolver;
    this.visits = visits;
    this.shared = shared;
    this.page = page;
    this.request = request;
    this.fields = PageRequest.of(request.getHeaders());
    this.http2 = Streams.http2(request);
    this.delivery = delivery();
  }

  /**
   * Takes all steps, on this thread if everything is at hand. If not, the site begins its answer
   * while the plan is made, and the answer's headers wait a moment for the plan.
   */
  void begin(Response response, Callback callback) throws Exception {
    CompletableFuture<Void> planned = planned();
    if (planned.isDone()) {
      settle(planned);
      HeaderGate headers = new HeaderGate(request, response, callback, this);
      answer(headers);
      hint(headers);
      return;
    }
    CompletableFuture<Void> settled = new CompletableFuture<>();
    HeaderGate headers = new HeaderGate(request, response, callback, this, settled);
    answer(headers);
    planned.whenComplete(
        (plan, failure) -> {
          settle(planned);
          hint(headers);
          settled.complete(null);
        });
  }

  private void answer(HeaderGate headers) throws Exception {
    try {
      site.handle(request, headers, headers);
    } catch (Exception e) {
      ended(false); // what was promised is still owed
      throw e;
    }
  }

  /** A fault on the way to a plan is no plan. */
  private CompletableFuture<Void> planned() {
    try {
      CompletableFuture<VisitorSession> visitor = visitor();
      CompletableFuture<ResolvedPage> resolved = resolver.resolve(page, fields.acceptEncoding);
      if (known(visitor) && known(resolved)) {
        plan(visitor.join(), resolved.join());
        return DONE;
      }
      return visitor.thenAcceptBoth(resolved, this::plan);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static boolean known(CompletableFuture<?> answer) {
    return answer.isDone() && !answer.isCompletedExceptionally();
  }

  private CompletableFuture<VisitorSession> visitor() {
    boolean cookies = http2 && (!fields.proxied || shared.trustedPeer().test(request));
    if (!cookies) {
      return CompletableFuture.completedFuture(null);
    }
    presented = fields.cookies();
    if (!fields.proxied) {
      connection =
          VisitorConnection.open(
              request.getConnectionMetaData(),
              PageHandler.authority(request),
              shared.sessions(),
              presented.session());
      delivery = delivery();
    }
    if (connection != null && presented.session().map(connection::heard).orElse(true)) {
      session = connection.session();
      if (presented.session().isPresent()) {
        shared.sessions().used(session);
      }
      return CompletableFuture.completedFuture(session);
    }
    SessionId id = presented.session().orElseGet(SessionId::fresh);
    session = shared.sessions().local(id);
    if (connection != null) {
      connection.session(session);
    }
    return presented.session().isPresent()
        ? shared.sessions().open(id)
        : CompletableFuture.completedFuture(session);
  }

  private Delivery delivery() {
    if (!http2) {
      return LINK;
    }
    // Without a record, as on a proxy's connection, nobody would keep a promise.
    if (connection != null && request.getConnectionMetaData().isPushSupported()) {
      return PUSH;
    }
    return fields.navigation() ? EARLY_HINTS : LINK;
  }

  /** Runs once at most; too late, it changes nothing any more. */
  private void plan(VisitorSession known, ResolvedPage resolved) {
    boolean listed = resolved.source() == Source.PUSH_LIST;
    boolean heldBack = !listed && visits.turn(page) == Turn.HOLD_BACK;
    Possession possession = heldBack ? heldBack(possession()) : possession();
    synchronized (this) {
      this.resolved = resolved;
      keys = resolved.keys();
      knownBefore = session == null || session.empty() ? Set.of() : Set.copyOf(session.sent());
      decided = resolved.plan(possession, delivery);
    }
  }

  private Possession possession() {
    boolean push = delivery == PUSH;
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

  /** This visit shows what browsers ask for by themselves. */
  private static Possession heldBack(Possession possession) {
    if (possession == Possession.NOTHING) {
      return Possession.MEASURED;
    }
    return (target, key) -> possession.of(target, key).or(() -> Optional.of(Verdict.MEASURED));
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

  /** What is decided by now is what is done; once. Whoever comes second waits for the promises. */
  private synchronized void settle(CompletableFuture<Void> planned) {
    if (settled != null) {
      return;
    }
    settled = decided == null ? new PagePlan(page.facts(), AheadPlan.NOTHING, delivery) : decided;
    try {
      settle(settled, planned);
    } catch (RuntimeException e) {
      log.warn("{}: what goes ahead of it went wrong", page.path().spelling(), e);
    }
  }

  private void settle(PagePlan now, CompletableFuture<Void> planned) {
    now.noteOn(request);
    if (planned.isCompletedExceptionally()) {
      log.warn("{}: nothing is sent ahead of it for now", page.path().spelling());
      log.debug("Why", planned.handle((done, failure) -> failure).join());
    }
    promise(now);
    String label = delivery.label();
    now.plan()
        .counts()
        .forEach((verdict, assets) -> shared.counters().count(label, verdict.label(), assets));
    SentAhead.noteOn(request, now.summary());
    visits.opened(page, request, fields, now.plan(), this::hadBefore, named());
  }

  private Function<String, Optional<PageAsset>> named() {
    return resolved == null ? resolver.markupOf(page) : resolved::named;
  }

  private void hint(HeaderGate headers) {
    try {
      delivery.interim(settled.plan()).ifPresent(headers::sendInterim);
    } catch (RuntimeException e) {
      log.warn("{}: its hints could not be sent", page.path().spelling(), e);
    }
  }

  private boolean hadBefore(AssetKey key) {
    return presented.digest().filter(digest -> digest.has(key.inDigest())).isPresent()
        || knownBefore.contains(key);
  }

  private void promise(PagePlan now) {
    if (delivery != PUSH || connection == null) {
      return;
    }
    for (AheadPlan.Step step : now.plan().ahead()) {
      String target = step.asset().target();
      AssetKey key = step.candidate().found().orElseThrow().key();
      Push push = new Push(target, key, gate, () -> refused(target));
      connection.promise(push);
      promises.add(push);
    }
    delivery.promise(request, now.plan());
  }

  private void refused(String target) {
    shared.refusals().refused(pushOf(target));
    shared.counters().count(PUSH.label(), "reset", 1);
  }

  @Override
  public void beforeHeaders(Response response, boolean wholeNow) {
    boolean page = response.getStatus() == 200 || response.getStatus() == 304;
    settle(TOO_LATE);
    if (page) {
      delivery.announce(response.getHeaders(), settled.plan());
      if (shared.settings().telling()) {
        response.getHeaders().put("Margay-Plan", settled.summary());
      }
    }
    if (page && session != null) {
      refresh(response);
    }
    if (connection != null) {
      connection.pageAnswered(keys);
    }
  }

  /** A digest that grew too long is emptied, and the visitor begins again with a new session. */
  private void refresh(Response response) {
    Optional<CacheDigest> grown =
        CookieRefresh.grown(
            presented.digest().orElse(CacheDigest.empty()),
            connection == null ? session.digestKeys() : connection.digestKeys());
    if (grown.isEmpty()) {
      session = shared.sessions().local(SessionId.fresh());
      if (connection != null) {
        connection.beginAgain(session);
      }
    }
    if (connection != null) {
      connection.told(grown.orElse(CacheDigest.empty()));
    }
    boolean has = presented.session().filter(session.id()::equals).isPresent();
    new CookieRefresh(
            has ? Optional.empty() : Optional.of(session.id()), grown.orElse(CacheDigest.empty()))
        .addTo(response.getHeaders(), shared.settings().maxAge());
  }

  @Override
  public void ended(boolean succeeded) {
    gate.open();
    List<Push> made;
    synchronized (this) {
      made = List.copyOf(promises);
    }
    made.forEach(push -> connection.giveUp(push));
  }
}
