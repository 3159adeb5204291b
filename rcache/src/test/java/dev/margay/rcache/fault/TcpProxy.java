package dev.margay.rcache.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A bad line to a loopback port: whatever passes can be delayed, and connections can be reset, cut
 * or left hanging.
 */
public final class TcpProxy implements AutoCloseable {
  /** What happens to connections. */
  private enum Line {
    /** Bytes pass. */
    OPEN,
    /** Connections are accepted and reset. */
    CUT,
    /** Connections are accepted, and nothing passes any more. */
    HANGING
  }

  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "tcp-proxy");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Line line = Line.OPEN;
  private volatile Duration delay = Duration.ZERO;

  /** A line to the loopback port {@code target}. */
  public TcpProxy(int target) throws IOException {
    this.target = target;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  /** Where the line begins. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Each piece of data, in both directions, arrives this much later. */
  public void delay(Duration each) {
    delay = each;
  }

  /** Resets every connection; new ones may be made. */
  public void reset() {
    sockets.forEach(TcpProxy::abort);
  }

  /** Resets every connection, and each new one at once. */
  public void cut() {
    line = Line.CUT;
    reset();
  }

  /** Nothing passes any more, and nobody is told. */
  public void hang() {
    line = Line.HANGING;
  }

  /** New connections work again; those that hang are reset. */
  public void mend() {
    Line before = line;
    line = Line.OPEN;
    if (before == Line.HANGING) {
      reset();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket near = listener.accept();
        sockets.add(near);
        if (line == Line.CUT) {
          abort(near);
        } else {
          Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
          sockets.add(far);
          threads.execute(() -> pass(near, far));
          threads.execute(() -> pass(far, near));
        }
      } catch (IOException e) {
        reset(); // closed, or nobody listens at the other end
      }
    }
  }

  private void pass(Socket from, Socket to) {
    byte[] piece = new byte[16 * 1024];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        TimeUnit.NANOSECONDS.sleep(delay.toNanos());
        while (line == Line.HANGING) {
          TimeUnit.MILLISECONDS.sleep(5);
        }
        out.write(piece, 0, n);
      }
    } catch (IOException e) {
      abort(to);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  /** With a reset instead of a goodbye (lingering for no time at all). */
  private static void abort(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is closed, which is what was wanted.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    reset();
    threads.shutdownNow();
  }
}
