package dev.margay.server.http2;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.Trailers;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.BufferUtil;

/**
 * The content of one request: what has come, until its handler reads it. Flow control bounds it.
 * Safe for many threads.
 */
final class RequestContent {
  /** What comes in small pieces is gathered in buffers of so many bytes: each costs some, too. */
  private static final int PIECE_BYTES = 1024;

  private final ReceiveWindow window;

  /** What the request said, in bytes; -1 if it said nothing. */
  private final long announced;

  /** Guarded by this. */
  private final Deque<ByteBuffer> pieces = new ArrayDeque<>();

  /** Guarded by this. What is read after all pieces; null if nothing is. */
  private Trailers trailers;

  /** Guarded by this. What is read when nothing else is left; null until the content has ended. */
  private Content.Chunk end;

  /** Guarded by this. Whether the handler waits to be told of more. */
  private boolean demanded;

  /** Guarded by this. */
  private long received;

  /** Guarded by this. Bytes that came and were not read. */
  private int unread;

  RequestContent(int window, long announced) {
    this.window = new ReceiveWindow(window);
    this.announced = announced;
  }

  /** What the client may send of it. */
  ReceiveWindow window() {
    return window;
  }

  /**
   * Takes a copy of what has come; leaves it in {@code data} where nobody will read it.
   *
   * @return whether the handler waits for it, and is to be told
   */
  synchronized boolean add(ByteBuffer data) {
    received += data.remaining();
    if (end != null || !data.hasRemaining()) {
      return false;
    }
    unread += data.remaining();
    ByteBuffer last = pieces.peekLast();
    if (last == null || BufferUtil.space(last) < data.remaining()) {
      last = BufferUtil.allocate(Math.max(data.remaining(), PIECE_BYTES));
      pieces.addLast(last);
    }
    BufferUtil.append(last, data);
    return toBeTold();
  }

  /** Whether more or, at its end, less has come than the request announced. */
  synchronized boolean differs(boolean ended) {
    return announced >= 0 && (received > announced || (ended && received < announced));
  }

  /**
   * No more will come.
   *
   * @param fields what came after it, or null
   * @return whether the handler waits for it, and is to be told
   */
  synchronized boolean end(HttpFields fields) {
    if (end != null) {
      return false;
    }
    if (fields != null) {
      trailers = new Trailers(fields);
    }
    end = Content.Chunk.EOF;
    return toBeTold();
  }

  /** No more will come, and what has come is dropped; how many bytes that is. */
  synchronized int fail(Throwable cause) {
    if (end == null) {
      end = Content.Chunk.from(cause, true);
    }
    pieces.clear();
    trailers = null;
    int dropped = unread;
    unread = 0;
    return dropped;
  }

  private boolean toBeTold() {
    boolean told = demanded;
    demanded = false;
    return told;
  }

  /** Asks to be told of more; true if there is some already. */
  synchronized boolean demand() {
    boolean there = !pieces.isEmpty() || end != null;
    demanded = !there;
    return there;
  }

  /** The next of it; null if nothing has come. */
  synchronized Content.Chunk read() {
    ByteBuffer next = pieces.poll();
    if (next != null) {
      unread -= next.remaining();
      return Content.Chunk.from(next, false);
    }
    if (trailers != null) {
      Trailers last = trailers;
      trailers = null;
      return last;
    }
    return end;
  }
}
