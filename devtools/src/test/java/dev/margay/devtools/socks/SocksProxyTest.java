package dev.margay.devtools.socks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.devtools.slowlink.Link;
import dev.margay.devtools.socks.Destinations.Outside;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that speaks RFC 1928 byte by byte. */
class SocksProxyTest {
  private static final int CONNECT = 1;
  private static final int BIND = 2;

  private ServerSocket server;
  private ServerSocket elsewhere;

  @BeforeEach
  void listen() throws IOException {
    server = echo("margay:");
    elsewhere = echo("elsewhere:");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    elsewhere.close();
  }

  @Test
  void aConfiguredNameLeadsToThisServer() throws IOException {
    try (SocksProxy proxy = proxy(Outside.REFUSED);
        Client client = new Client(proxy)) {
      assertThat(client.ask(CONNECT, name("WWW.example.com"), 443)).isZero();
      assertThat(client.say("hello")).isEqualTo("margay:hello");
    }
  }

  @Test
  void otherNamesAndPortsAreForbidden() throws IOException {
    try (SocksProxy proxy = proxy(Outside.REFUSED)) {
      assertThat(refusal(proxy, CONNECT, name("other.example"), 443)).isEqualTo(2);
      assertThat(refusal(proxy, CONNECT, name("www.example.com"), 22)).isEqualTo(2);
      byte[] loopback = {1, 127, 0, 0, 1};
      assertThat(refusal(proxy, CONNECT, loopback, elsewhere.getLocalPort())).isEqualTo(2);
    }
  }

  @Test
  void outsideIsReachedWhereThatIsAllowed() throws IOException {
    try (SocksProxy proxy = proxy(Outside.ALLOWED);
        Client client = new Client(proxy)) {
      assertThat(client.ask(CONNECT, name("localhost"), elsewhere.getLocalPort())).isZero();
      assertThat(client.say("hello")).isEqualTo("elsewhere:hello");
    }
  }

  @Test
  void eachRefusalHasItsCode() throws IOException {
    try (SocksProxy proxy = proxy(Outside.ALLOWED)) {
      assertThat(refusal(proxy, BIND, name("www.example.com"), 443)).isEqualTo(7);
      assertThat(refusal(proxy, CONNECT, new byte[] {9, 1, 2, 3}, 443)).isEqualTo(8);
      assertThat(refusal(proxy, CONNECT, name("nowhere.invalid"), 443)).isEqualTo(4);
      try (Socket held = new Socket()) { // a port that is nobody else's, and that nobody listens on
        held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        assertThat(refusal(proxy, CONNECT, name("127.0.0.1"), held.getLocalPort())).isEqualTo(5);
      }
    }
  }

  @Test
  void whoeverWantsToAuthenticateIsTurnedAway() throws IOException {
    try (SocksProxy proxy = proxy(Outside.REFUSED);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      socket.getOutputStream().write(new byte[] {5, 1, 2});
      assertThat(socket.getInputStream().readAllBytes()).isEqualTo(new byte[] {5, (byte) 0xFF});
    }
  }

  @Test
  void anotherProtocolIsHungUpOn() throws IOException {
    try (SocksProxy proxy = proxy(Outside.REFUSED);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      socket.getOutputStream().write("G".getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void theNextPortIsTakenWhereNoneWasAskedFor() throws IOException {
    try (SocksProxy first = proxy(Outside.REFUSED);
        SocksProxy second =
            SocksProxy.from(first.port(), this::nowhere, new Link(Optional.empty()))) {
      assertThat(second.port()).isGreaterThan(first.port());
    }
  }

  @Test
  void aLargeAnswerComesThroughWhole() throws Exception {
    byte[] large = new byte[3_000_000];
    new Random(7).nextBytes(large);
    try (ServerSocket sender = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        SocksProxy proxy = proxy(Outside.ALLOWED);
        Client client = new Client(proxy)) {
      CompletableFuture<Void> sent =
          CompletableFuture.runAsync(
              () -> {
                try (Socket socket = sender.accept()) {
                  socket.getOutputStream().write(large);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      assertThat(client.ask(CONNECT, name("127.0.0.1"), sender.getLocalPort())).isZero();
      assertThat(client.socket.getInputStream().readAllBytes()).isEqualTo(large);
      sent.join();
    }
  }

  private int refusal(SocksProxy proxy, int command, byte[] address, int port) throws IOException {
    try (Client client = new Client(proxy)) {
      return client.ask(command, address, port);
    }
  }

  private SocksProxy proxy(Outside outside) throws IOException {
    return SocksProxy.at(
        0,
        () ->
            new Destinations(
                Set.of("www.example.com"),
                443,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()),
                outside),
        new Link(Optional.empty()));
  }

  private Destinations nowhere() {
    throw new IllegalStateException("nobody connects");
  }

  private static byte[] name(String host) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(3);
    bytes.write(host.length());
    bytes.writeBytes(host.getBytes(StandardCharsets.US_ASCII));
    return bytes.toByteArray();
  }

  /** Answers one text on each connection with a word before it. */
  private static ServerSocket echo(String word) throws IOException {
    ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  try (Socket socket = listening.accept()) {
                    byte[] said = new byte[100];
                    int n = Math.max(0, socket.getInputStream().read(said));
                    String answer = word + new String(said, 0, n, StandardCharsets.UTF_8);
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                  }
                }
              } catch (IOException e) {
                Thread.currentThread().interrupt(); // the test is over
              }
            });
    thread.setDaemon(true);
    thread.start();
    return listening;
  }

  private static final class Client implements AutoCloseable {
    private final Socket socket;

    Client(SocksProxy proxy) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
      socket.getOutputStream().write(new byte[] {5, 2, 0, 2});
      assertThat(socket.getInputStream().readNBytes(2)).isEqualTo(new byte[] {5, 0});
    }

    /** The code of the reply. */
    int ask(int command, byte[] address, int port) throws IOException {
      ByteArrayOutputStream request = new ByteArrayOutputStream();
      request.writeBytes(new byte[] {5, (byte) command, 0});
      request.writeBytes(address);
      request.write(port >> 8);
      request.write(port);
      socket.getOutputStream().write(request.toByteArray());
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] reply = in.readNBytes(10);
      assertThat(reply).hasSize(10).startsWith(5);
      return reply[1];
    }

    String say(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
