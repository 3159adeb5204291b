package dev.margay.server.listen;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A visitor's socket. A read that did not fill its buffer has emptied the socket, so the next one
 * is answered without asking the kernel; what comes meanwhile is told by the selector, which tells
 * of all that is there and not only of news. HTTP/2 in cleartext is corked here.
 */
final class VisitorSocket extends SocketChannelEndPoint {
  private final Cork cork = new Cork(super::write);
  private final boolean corked;

  /** Whether the last read took all that there was. */
  private volatile boolean emptied;

  /** What was last waited with, and what stands in for it. */
  private Callback waiting;

  private Callback uncorking;

  VisitorSocket(
      SocketChannel channel,
      ManagedSelector selector,
      SelectionKey key,
      Scheduler scheduler,
      boolean corked) {
    super(channel, selector, key, scheduler);
    this.corked = corked;
  }

  private boolean isCorked() {
    return corked && getConnection() instanceof HTTP2Connection;
  }

  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    cork.openByReader();
    if (emptied) {
      return 0;
    }
    int space = BufferUtil.space(buffer);
    int filled = super.fill(buffer);
    if (filled > 0) {
      emptied = filled < space;
      if (isCorked()) {
        cork.close();
      }
    }
    return filled;
  }

  @Override
  protected void needsFillInterest() {
    emptied = false;
    super.needsFillInterest();
  }

  @Override
  public void fillInterested(Callback callback) {
    cork.open();
    super.fillInterested(uncorkingAfter(callback));
  }

  @Override
  public boolean tryFillInterested(Callback callback) {
    cork.open();
    return super.tryFillInterested(uncorkingAfter(callback));
  }

  /**
   * A connection waits with the same callback each time. The one that HTTP/1.1 waited with ends in
   * HTTP/2 where that is how the client begins (RFC 9113 §3.3).
   */
  private Callback uncorkingAfter(Callback callback) {
    if (!corked) {
      return callback;
    }
    if (waiting != callback) {
      waiting = callback;
      uncorking = new Uncorking(callback);
    }
    return uncorking;
  }

  /** Whatever a reading ends with, nothing stays behind in the cork. */
  private final class Uncorking extends Callback.Nested {
    Uncorking(Callback callback) {
      super(callback);
    }

    @Override
    public void succeeded() {
      try {
        super.succeeded();
      } finally {
        cork.openByReader();
      }
    }
  }

  @Override
  public void write(Callback callback, ByteBuffer... buffers) {
    cork.write(callback, buffers);
  }

  @Override
  protected void doShutdownOutput() {
    cork.writeAlone();
    super.doShutdownOutput();
  }

  @Override
  public void doClose() {
    cork.writeAlone();
    super.doClose();
  }

  @Override
  public void onClose(Throwable cause) {
    cork.fail(cause);
    super.onClose(cause);
  }
}
