package dev.margay.server.http2;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.Trailers;
import org.eclipse.jetty.io.Content;

/**
 * The content of one request: what has come, until its handler reads it. Flow control bounds it.
 * Safe for many threads.
 */
final class RequestContent {
  private final ReceiveWindow window;

  /** What the request said, in bytes; -1 if it said nothing. */
  private final long announced;

  /** Guarded by this. */
  private final Deque<Content.Chunk> chunks = new ArrayDeque<>();

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
   * Takes a copy of what has come.
   *
   * @return whether the handler waits for it, and is to be told
   */
  synchronized boolean add(ByteBuffer data) {
    if (end != null || !data.hasRemaining()) {
      return false;
    }
    received += data.remaining();
    unread += data.remaining();
    chunks.add(Content.Chunk.from(ByteBuffer.allocate(data.remaining()).put(data).flip(), false));
    return toBeTold();
  }

  /** Whether more or, at its end, less has come than the request announced. */
  synchronized boolean differs(boolean ended) {
    return announced >= 0 && (received > announced || (ended && received < announced));
  }

  /**
   * No more will come.
   *
   * @param trailers what came after it, or null
   * @return whether the handler waits for it, and is to be told
   */
  synchronized boolean end(HttpFields trailers) {
    if (end != null) {
      return false;
    }
    if (trailers != null) {
      chunks.add(new Trailers(trailers));
    }
    end = Content.Chunk.EOF;
    return toBeTold();
  }

  /** No more will come, and what has come is dropped; how many bytes that is. */
  synchronized int fail(Throwable cause) {
    if (end == null) {
      end = Content.Chunk.from(cause, true);
    }
    chunks.clear();
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
    boolean there = !chunks.isEmpty() || end != null;
    demanded = !there;
    return there;
  }

  /** The next of it; null if nothing has come. */
  synchronized Content.Chunk read() {
    Content.Chunk next = chunks.poll();
    if (next == null) {
      return end;
    }
    unread -= next.remaining();
    return next;
  }
}
