package dev.margay.server.pages;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between a handler and its response, and tells of two moments: just before the headers go
 * out, and when the last frame was written or the exchange failed. Headers may be held back until
 * something is known, for a bounded time. A 103 may go out before them, never after them, and they
 * wait until it is written.
 */
final class HeaderGate extends Response.Wrapper implements Callback {
  /** Who wants to know. */
  interface Watcher {
    /**
     * The final headers are about to go out, and may be added to.
     *
     * @param wholeNow whether the body goes out with them
     */
    void beforeHeaders(Response response, boolean wholeNow);

    /** The exchange has ended. */
    void ended(boolean succeeded);
  }

  private static final Logger log = LoggerFactory.getLogger(HeaderGate.class);

  /** Headers that are ready wait no longer than this. */
  private static final long PATIENCE_MILLIS = 250;

  private static final CompletableFuture<Void> NOTHING = CompletableFuture.completedFuture(null);

  private final Callback callback;
  private final Watcher watcher;
  private final CompletableFuture<Void> awaited;

  /** Guarded by this. Whether the final headers are on their way. */
  private boolean passed;

  /** Guarded by this. The 103 that is being written; null if there is none. */
  private CompletableFuture<Void> interim;

  /** A gate that holds nothing back. */
  HeaderGate(Request request, Response response, Callback callback, Watcher watcher) {
    this(request, response, callback, watcher, NOTHING);
  }

  /**
   * A gate.
   *
   * @param awaited what the headers wait for; it never fails
   */
  HeaderGate(
      Request request,
      Response response,
      Callback callback,
      Watcher watcher,
      CompletableFuture<Void> awaited) {
    super(request, response);
    this.callback = callback;
    this.watcher = watcher;
    this.awaited = awaited;
  }

  /** Sends a 103 (RFC 8297), unless the final headers are on their way. */
  void sendInterim(HttpFields fields) {
    synchronized (this) {
      if (!passed && interim == null) {
        interim = getWrapped().writeInterim(103, fields);
      }
    }
  }

  @Override
  public void write(boolean last, ByteBuffer content, Callback written) {
    pass(last, () -> super.write(last, content, written));
  }

  @Override
  public void succeeded() {
    pass(
        true,
        () -> {
          callback.succeeded();
          watcher.ended(true);
        });
  }

  @Override
  public void failed(Throwable failure) {
    synchronized (this) {
      passed = true; // whatever is answered now, no hint goes with it
    }
    callback.failed(failure);
    watcher.ended(false);
  }

  @Override
  public InvocationType getInvocationType() {
    return callback.getInvocationType();
  }

  /** A handler writes once at a time, so all but the headers find the gate open. */
  private void pass(boolean last, Runnable next) {
    boolean first;
    synchronized (this) {
      first = !passed;
      passed = true;
    }
    if (!first) {
      afterInterim(next);
    } else if (awaited.isDone()) {
      passHeaders(last, next);
    } else {
      Executor late =
          CompletableFuture.delayedExecutor(
              PATIENCE_MILLIS, TimeUnit.MILLISECONDS, getRequest().getComponents().getExecutor());
      CompletableFuture.anyOf(awaited, CompletableFuture.runAsync(() -> {}, late))
          .whenComplete((known, failure) -> passHeaders(last, next));
    }
  }

  private void passHeaders(boolean last, Runnable next) {
    try {
      watcher.beforeHeaders(getWrapped(), last);
    } catch (RuntimeException e) {
      log.warn("A visitor's cookies or hints were left out of an answer", e); // which goes on
    }
    afterInterim(next);
  }

  private void afterInterim(Runnable next) {
    CompletableFuture<Void> before;
    synchronized (this) {
      before = interim;
    }
    if (before == null || before.isDone()) {
      next.run();
    } else {
      before.whenComplete((written, failure) -> next.run());
    }
  }
}
