package dev.margay.server.listen;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A visitor's socket. A read that did not fill its buffer has emptied the socket, so the next one
 * is answered without asking the kernel; what comes meanwhile is told by the selector, which tells
 * of all that is there and not only of news. One buffer is written without the ceremony for many.
 */
final class VisitorSocket extends SocketChannelEndPoint {
  /** Whether the last read took all that there was. */
  private volatile boolean emptied;

  VisitorSocket(
      SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
    super(channel, selector, key, scheduler);
  }

  /** Whether there is nothing to read before the selector says so. */
  boolean emptied() {
    return emptied;
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
  public boolean flush(ByteBuffer... buffers) throws IOException {
    if (buffers.length != 1) {
      return super.flush(buffers);
    }
    try {
      if (getChannel().write(buffers[0]) > 0) {
        notIdle();
      }
    } catch (IOException e) {
      throw new EofException(e);
    }
    return !buffers[0].hasRemaining();
  }

  @Override
  protected void needsFillInterest() {
    emptied = false;
    super.needsFillInterest();
  }
}
