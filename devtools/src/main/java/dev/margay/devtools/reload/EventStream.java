package dev.margay.devtools.reload;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * One page that listens: events go out in order, one write at a time. Whoever reads too slowly is
 * cut off; a browser then comes back and asks for what it missed.
 */
final class EventStream {
  private static final int MOST_WAITING = 1 << 18;

  private final WatchedSite site;
  private final Response response;
  private final Callback callback;
  private final Consumer<EventStream> gone;

  /** Guarded by this. What is to be written when the write under way is done. */
  private final StringBuilder waiting = new StringBuilder();

  /** Guarded by this. */
  private boolean writing;

  /** Guarded by this. */
  private boolean ended;

  EventStream(WatchedSite site, Response response, Callback callback, Consumer<EventStream> gone) {
    this.site = site;
    this.response = response;
    this.callback = callback;
    this.gone = gone;
  }

  WatchedSite site() {
    return site;
  }

  /** Sends these lines when those before them are written. */
  void send(String lines) {
    ByteBuffer next;
    synchronized (this) {
      if (ended) {
        return;
      }
      waiting.append(lines);
      if (writing) {
        if (waiting.length() <= MOST_WAITING) {
          return;
        }
        ended = true;
        next = null;
      } else {
        next = take();
      }
    }
    if (next == null) {
      end(new IllegalStateException("the page reads too slowly"));
    } else {
      write(next);
    }
  }

  /** Guarded by this. */
  private ByteBuffer take() {
    writing = true;
    ByteBuffer next = ByteBuffer.wrap(waiting.toString().getBytes(StandardCharsets.UTF_8));
    waiting.setLength(0);
    return next;
  }

  private void write(ByteBuffer lines) {
    response.write(false, lines, Callback.from(this::written, this::fail));
  }

  private void written() {
    ByteBuffer next = null;
    synchronized (this) {
      writing = false;
      if (!ended && waiting.length() > 0) {
        next = take();
      }
    }
    if (next != null) {
      write(next);
    }
  }

  /** The connection is gone, or this stream of it. */
  void fail(Throwable failure) {
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
    }
    end(failure);
  }

  private void end(Throwable failure) {
    gone.accept(this);
    callback.failed(failure);
  }
}
