package dev.margay.server.pages;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Stands between a handler and its response, and tells of two moments: just before the headers go
 * out, and when the last frame was written or the exchange failed. A 103 may go out before the
 * headers, never after them, and the headers wait until it is written.
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

  private final Callback callback;
  private final Watcher watcher;

  /** Guarded by this. Whether the final headers are on their way. */
  private boolean passed;

  /** Guarded by this. The 103 that is being written; null if there is none. */
  private CompletableFuture<Void> interim;

  HeaderGate(Request request, Response response, Callback callback, Watcher watcher) {
    super(request, response);
    this.callback = callback;
    this.watcher = watcher;
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
    afterInterim(last, () -> super.write(last, content, written));
  }

  @Override
  public void succeeded() {
    afterInterim(
        true,
        () -> {
          callback.succeeded();
          watcher.ended(true);
        });
  }

  @Override
  public void failed(Throwable failure) {
    callback.failed(failure);
    watcher.ended(false);
  }

  @Override
  public InvocationType getInvocationType() {
    return callback.getInvocationType();
  }

  private void afterInterim(boolean last, Runnable next) {
    CompletableFuture<Void> before;
    boolean first;
    synchronized (this) {
      first = !passed;
      passed = true;
      before = interim;
    }
    if (first) {
      watcher.beforeHeaders(getWrapped(), last);
    }
    if (before == null || before.isDone()) {
      next.run();
    } else {
      before.whenComplete((written, failure) -> next.run());
    }
  }
}
