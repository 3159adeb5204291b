package dev.margay.server.listen;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A visitor's socket. A read that did not fill its buffer has emptied the socket, so the next one
 * is answered without asking the kernel; what comes meanwhile is told by the selector, which tells
 * of all that is there and not only of news.
 */
final class VisitorSocket extends SocketChannelEndPoint {
  /** Whether the last read took all that there was. */
  private volatile boolean emptied;

  VisitorSocket(
      SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
    super(channel, selector, key, scheduler);
  }

  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    if (emptied) {
      return 0;
    }
    int space = BufferUtil.space(buffer);
    int filled = super.fill(buffer);
    if (filled > 0) {
      emptied = filled < space;
    }
    return filled;
  }

  @Override
  protected void needsFillInterest() {
    emptied = false;
    super.needsFillInterest();
  }
}
