package dev.margay.devtools.visits;

import dev.margay.devtools.visits.Answer.Ending;
import dev.margay.devtools.visits.Asked.Way;
import dev.margay.server.metrics.EncoderWait;
import dev.margay.server.metrics.Exchange;
import dev.margay.server.metrics.ExchangeObserver;
import dev.margay.server.pages.PagePlan;
import dev.margay.server.visitor.CacheDigest;
import dev.margay.server.visitor.VisitorCookies;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Stands in front of the site, changes nothing, and writes down in a {@link VisitBook} what goes
 * through it: promises, the 103, headers, and the end.
 */
final class VisitRecorder extends Handler.Wrapper implements ExchangeObserver {
  private static final String ATTRIBUTE = VisitRecorder.class.getName();

  private final VisitBook book;
  private final InstantSource clock;
  private final AtomicLong numbers = new AtomicLong();

  VisitRecorder(VisitBook book, InstantSource clock) {
    this.book = book;
    this.clock = clock;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!HttpMethod.GET.is(request.getMethod()) && !HttpMethod.HEAD.is(request.getMethod())) {
      return super.handle(request, response, callback);
    }
    Asked asked = asked(request);
    book.asked(asked, digest(request.getHeaders(), HttpHeader.COOKIE));
    Watched watched = new Watched(asked, request, response, callback);
    request.setAttribute(ATTRIBUTE, watched);
    return super.handle(new Promising(request, asked), watched, watched);
  }

  private Asked asked(Request request) {
    HttpFields fields = request.getHeaders();
    HttpVersion version = request.getConnectionMetaData().getHttpVersion();
    boolean pushed = version == HttpVersion.HTTP_2 && Long.parseLong(request.getId()) % 2 == 0;
    return new Asked(
        numbers.incrementAndGet(),
        clock.instant(),
        System.nanoTime(),
        text(request.getHttpURI().getScheme()),
        text(request.getHttpURI().getAuthority()),
        request.getMethod(),
        request.getHttpURI().getPathQuery(),
        version.asString(),
        pushed ? Way.PUSHED : Way.REQUESTED,
        client(request),
        text(fields.get(HttpHeader.REFERER)),
        text(fields.get("Sec-Fetch-Mode")),
        text(fields.get("Sec-Fetch-Dest")),
        Field.of(fields));
  }

  private static Client client(Request request) {
    String address =
        request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress inet
            ? inet.getHostString()
            : "";
    return new Client(
        request.getConnectionMetaData().getId(),
        address,
        text(request.getHeaders().get(HttpHeader.USER_AGENT)));
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }

  private static Optional<CacheDigest> digest(HttpFields fields, HttpHeader header) {
    return VisitorCookies.read(fields.getValuesList(header)).digest();
  }

  @Override
  public void ended(Request request, Response response, Exchange exchange) {
    if (!(request.getAttribute(ATTRIBUTE) instanceof Watched watched)) {
      return; // one of devlove's own pages
    }
    long now = System.nanoTime();
    watched.plan(request);
    Answer answer =
        new Answer(
            response.getStatus(),
            Response.getContentBytesWritten(response),
            text(response.getHeaders().get(HttpHeader.CONTENT_TYPE)),
            Optional.ofNullable(exchange),
            Optional.ofNullable(EncoderWait.of(request)),
            watched.headersAt == 0 ? now : watched.headersAt,
            now,
            watched.failed ? Ending.CUT_OFF : Ending.SENT,
            Field.of(response.getHeaders()));
    book.answered(watched.asked, answer, digest(response.getHeaders(), HttpHeader.SET_COOKIE));
  }

  /** A request that tells of the promises made for it. */
  private final class Promising extends Request.Wrapper {
    private final Asked asked;

    Promising(Request wrapped, Asked asked) {
      super(wrapped);
      this.asked = asked;
    }

    @Override
    public void push(MetaData.Request promised) {
      book.promised(asked, promised.getHttpURI().getPathQuery(), System.nanoTime());
      super.push(promised);
    }
  }

  /** A response that tells when its headers go out, and whether it was cut off. */
  private final class Watched extends Response.Wrapper implements Callback {
    private final Asked asked;
    private final Callback callback;

    /** Written by one thread at a time, as a response is. */
    private volatile long headersAt;

    private volatile boolean failed;

    Watched(Asked asked, Request request, Response response, Callback callback) {
      super(request, response);
      this.asked = asked;
      this.callback = callback;
    }

    @Override
    public CompletableFuture<Void> writeInterim(int status, HttpFields fields) {
      if (status == 103) {
        book.hinted(asked, System.nanoTime());
      }
      return super.writeInterim(status, fields);
    }

    @Override
    public void write(boolean last, ByteBuffer content, Callback written) {
      if (headersAt == 0) {
        headersAt = System.nanoTime();
        plan(getRequest());
      }
      super.write(last, content, written);
    }

    void plan(Request request) {
      PagePlan plan = PagePlan.of(request);
      if (plan != null) {
        book.planned(asked, plan);
      }
    }

    @Override
    public void succeeded() {
      callback.succeeded();
    }

    @Override
    public void failed(Throwable failure) {
      failed = true;
      callback.failed(failure);
    }

    @Override
    public InvocationType getInvocationType() {
      return callback.getInvocationType();
    }
  }
}
