package dev.margay.devtools.slowlink;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Joins two connections, so that what one end sends reaches the other: at once, or as late as a
 * slow link would bring it. Each direction of a joined pair takes a thread, or two if it is slow,
 * and at most 256 KiB of memory.
 */
public final class Link {
  private static final int CHUNK = 16 * SendWindow.SEGMENT;
  private static final int CHUNKS_UNDER_WAY = 11;

  private final Optional<LinkSpeed> speed;
  private final SharedLine up;
  private final SharedLine down;

  /** A link that is as slow as {@code speed} says, or holds nothing back. */
  public Link(Optional<LinkSpeed> speed) {
    this.speed = speed;
    double rate = speed.map(LinkSpeed::bytesPerSecond).orElse(LinkSpeed.UNLIMITED);
    this.up = new SharedLine(rate);
    this.down = new SharedLine(rate);
  }

  /** Joins the two until both have ended; closes both. Blocks. */
  public void join(Socket visitor, Socket server) {
    try (visitor;
        server) {
      visitor.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      if (speed.isPresent()) {
        // The connection was accepted at once; on a slow link that is a round trip of its own.
        TimeUnit.NANOSECONDS.sleep(speed.get().latency().toNanos());
      }
      Thread upwards = start(() -> pump(visitor, server, up), "margay-link-up");
      pump(server, visitor, down);
      upwards.join();
    } catch (IOException e) {
      return; // one of them is gone: both are closed
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static Thread start(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void pump(Socket from, Socket to, SharedLine line) {
    try {
      if (speed.isPresent()) {
        new Delayed(from, to, line, speed.get().latency().toNanos() / 2).run();
      } else {
        from.getInputStream().transferTo(to.getOutputStream());
      }
      to.shutdownOutput();
    } catch (IOException e) {
      close(from);
      close(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      return; // it is closed
    }
  }

  /** One direction of one connection through a slow link. */
  private static final class Delayed {
    private record Chunk(ByteBuffer bytes, long arrival) {}

    private final Socket from;
    private final Socket to;
    private final SharedLine line;
    private final long oneWay;
    private final SendWindow window = new SendWindow();

    /** What is on its way; an empty one is the end. */
    private final BlockingQueue<Optional<Chunk>> underWay =
        new ArrayBlockingQueue<>(CHUNKS_UNDER_WAY);

    Delayed(Socket from, Socket to, SharedLine line, long oneWay) {
      this.from = from;
      this.to = to;
      this.line = line;
      this.oneWay = oneWay;
    }

    void run() throws IOException {
      Thread reader = start(this::read, "margay-link-late");
      try {
        OutputStream out = to.getOutputStream();
        Optional<Chunk> next = underWay.take();
        while (next.isPresent()) {
          sleepUntil(next.get().arrival());
          out.write(next.get().bytes().array());
          next = underWay.take();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        reader.interrupt();
      }
    }

    private void read() {
      byte[] buffer = new byte[CHUNK];
      try {
        InputStream in = from.getInputStream();
        while (true) {
          int room = awaitRoom();
          int n = in.read(buffer, 0, Math.min(room, buffer.length));
          if (n < 0) {
            break;
          }
          long arrival = line.depart(n, System.nanoTime()) + oneWay;
          window.sent(n, arrival + oneWay);
          underWay.put(Optional.of(new Chunk(ByteBuffer.wrap(Arrays.copyOf(buffer, n)), arrival)));
        }
        sleepUntil(System.nanoTime() + oneWay);
        underWay.put(Optional.empty());
      } catch (IOException e) {
        end();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // the other end is gone
      }
    }

    private void end() {
      try {
        underWay.put(Optional.empty());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private int awaitRoom() throws InterruptedException {
      int room = window.room(System.nanoTime());
      while (room == 0) {
        sleepUntil(window.nextAcknowledged());
        room = window.room(System.nanoTime());
      }
      return room;
    }

    private static void sleepUntil(long time) throws InterruptedException {
      long left = time - System.nanoTime();
      if (left > 0) {
        TimeUnit.NANOSECONDS.sleep(left);
      }
    }
  }
}
