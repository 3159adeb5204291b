package dev.margay.devtools.slowlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SlowLinkTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @Test
  void bytesLeaveASharedLineOneAfterTheOther() {
    SharedLine line = new SharedLine(1000);
    assertThat(line.depart(500, 0)).isEqualTo(SECOND / 2);
    assertThat(line.depart(500, 0)).isEqualTo(SECOND);
    assertThat(line.depart(1000, 5 * SECOND)).isEqualTo(6 * SECOND);
  }

  @Test
  void aConnectionBeginsSlowlyAndDoublesEachRoundTrip() {
    SendWindow window = new SendWindow();
    int first = window.room(0);
    assertThat(first).isEqualTo(10 * SendWindow.SEGMENT);
    window.sent(first, 100);
    assertThat(window.room(99)).isZero();
    assertThat(window.nextAcknowledged()).isEqualTo(100);
    assertThat(window.room(100)).isEqualTo(2 * first);
  }

  /** No lower bound on time can be missed, however slow or fast the machine is. */
  @Test
  void whatIsSentArrivesWholeAndNotBeforeItCan() throws Exception {
    byte[] sent = new byte[200_000];
    new Random(3).nextBytes(sent);
    LinkSpeed speed = new LinkSpeed(Duration.ofMillis(40), 1_000_000);
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        SlowLink link = slow(server, speed);
        Socket visitor = new Socket(InetAddress.getLoopbackAddress(), link.port())) {
      long start = System.nanoTime();
      CompletableFuture<Socket> accepted = accept(server);
      visitor.getOutputStream().write('x');
      try (Socket behind = accepted.get(30, TimeUnit.SECONDS)) {
        assertThat(behind.getInputStream().read()).isEqualTo('x');
        CompletableFuture<Void> writing =
            CompletableFuture.runAsync(
                () -> {
                  try {
                    behind.getOutputStream().write(sent);
                    behind.shutdownOutput();
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                });
        assertThat(visitor.getInputStream().readAllBytes()).isEqualTo(sent);
        writing.join();
      }
      // The handshake and the byte up take 60 ms, the way down 20 ms and 200 ms for the bytes.
      assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(280).toNanos());
    }
  }

  @Test
  void whoStandsBehindAConnectionIsKnown() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        SlowLink link = slow(server, new LinkSpeed(Duration.ofMillis(1), LinkSpeed.UNLIMITED));
        Socket visitor = new Socket(InetAddress.getLoopbackAddress(), link.port());
        Socket behind = accept(server).get(30, TimeUnit.SECONDS)) {
      InetSocketAddress remote = (InetSocketAddress) behind.getRemoteSocketAddress();
      assertThat(link.visitor(remote).getPort()).isEqualTo(visitor.getLocalPort());
      InetSocketAddress stranger =
          new InetSocketAddress(
              InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1}), remote.getPort());
      assertThat(link.visitor(stranger)).isEqualTo(stranger);
    }
  }

  private static SlowLink slow(ServerSocket server, LinkSpeed speed) throws IOException {
    return new SlowLink(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        () -> (InetSocketAddress) server.getLocalSocketAddress(),
        new Link(Optional.of(speed)));
  }

  private static CompletableFuture<Socket> accept(ServerSocket server) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return server.accept();
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }
}
