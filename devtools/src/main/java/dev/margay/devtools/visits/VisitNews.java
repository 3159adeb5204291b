package dev.margay.devtools.visits;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Tells open visit pages that there is something new, as server-sent events (HTML: server-sent
 * events). An event says only how new the newest is: whoever reads slowly is told the last one
 * alone, and nothing piles up.
 */
final class VisitNews {
  private static final int MOST_LISTENERS = 32;
  private static final byte[] BEAT = ": \n\n".getBytes(StandardCharsets.US_ASCII);

  private final LongSupplier revision;
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();

  VisitNews(LongSupplier revision) {
    this.revision = revision;
  }

  /** Lets a page listen until it is closed. */
  void listen(Request request, Response response, Callback callback) {
    if (listeners.size() >= MOST_LISTENERS) {
      Response.writeError(request, response, callback, 503);
      return;
    }
    response.setStatus(200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    Listener listener = new Listener(response, callback);
    request.addFailureListener(listener::fail);
    listeners.add(listener);
    listener.news();
  }

  /** There is something new. */
  void spread() {
    listeners.forEach(Listener::news);
  }

  /** Finds out who went away, and keeps what stands between from ending idle streams. */
  void beat() {
    listeners.forEach(Listener::beat);
  }

  /** Whether anybody listens. */
  boolean isHeard() {
    return !listeners.isEmpty();
  }

  /** One open page; writes one event at a time. */
  private final class Listener {
    private final Response response;
    private final Callback callback;

    /** Guarded by this. */
    private boolean writing;

    /** Guarded by this. Whether something came up while the last event was written. */
    private boolean more;

    /** Guarded by this. */
    private boolean ended;

    Listener(Response response, Callback callback) {
      this.response = response;
      this.callback = callback;
    }

    void news() {
      if (claim(true)) {
        write(event());
      }
    }

    void beat() {
      if (claim(false)) {
        write(BEAT);
      }
    }

    private synchronized boolean claim(boolean news) {
      boolean mine = !writing && !ended;
      more |= news && writing;
      writing |= mine;
      return mine;
    }

    private byte[] event() {
      return ("event: visits\ndata: " + revision.getAsLong() + "\n\n")
          .getBytes(StandardCharsets.US_ASCII);
    }

    private void write(byte[] lines) {
      response.write(false, ByteBuffer.wrap(lines), Callback.from(this::written, this::fail));
    }

    private void written() {
      boolean again;
      synchronized (this) {
        again = more && !ended;
        writing = again;
        more = false;
      }
      if (again) {
        write(event());
      }
    }

    void fail(Throwable failure) {
      synchronized (this) {
        if (ended) {
          return;
        }
        ended = true;
      }
      listeners.remove(this);
      callback.failed(failure);
    }
  }
}
