package dev.margay.samplesite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** To be told to stop is no failure, and no visitor notices. */
class StoppingTest {
  private static final int SIZE = 20 << 20;

  @TempDir Path folder;

  private ServerProcess start() throws IOException {
    Path site = Files.createDirectory(folder.resolve("site"));
    Files.write(site.resolve("big.txt"), Proof.version(7, SIZE));
    Files.writeString(site.resolve("index.html"), "<p>here");
    return ServerProcess.start(site, folder, "--access-log", folder.resolve("log").toString());
  }

  @Test
  void aSlowDownloadEndsCompletely() throws Exception {
    try (ServerProcess server = start();
        Socket idle = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      ask(idle, "/");
      HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
      awaitHash(server, client);
      HttpResponse<InputStream> slow =
          client.send(
              HttpRequest.newBuilder(server.uri("/big.txt")).build(), BodyHandlers.ofInputStream());
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      try (InputStream in = slow.body()) {
        body.write(in.readNBytes(100_000));
        server.signal("TERM");
        Awaitility.await().untilAsserted(() -> assertRefused(server.port()));
        Thread.sleep(2500); // longer than an idle connection is given
        assertThat(server.process().isAlive()).isTrue();
        in.transferTo(body);
      }
      assertThat(Proof.check(slow.headers(), body.toByteArray())).hasSize(SIZE);
      assertEndedWell(server);
    }
  }

  @Test
  void aSlowDownloadOverHttp2EndsCompletely() throws Exception {
    try (ServerProcess server = start();
        PlainHttp2 client = new PlainHttp2(server.port())) {
      awaitHash(server, HttpClient.newHttpClient());
      client.get("/big.txt");
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      assertThat(client.read(body, 100_000)).isFalse();
      server.signal("INT");
      Awaitility.await().untilAsserted(() -> assertRefused(server.port()));
      Thread.sleep(2500);
      assertThat(server.process().isAlive()).isTrue();
      assertThat(client.read(body, Integer.MAX_VALUE)).isTrue();
      assertThat(client.goneAway()).isTrue();
      assertThat(body.toByteArray()).isEqualTo(Proof.version(7, SIZE));
      assertEndedWell(server);
    }
  }

  /** A file that is large and new may be sent without a tag at first. */
  private static void awaitHash(ServerProcess server, HttpClient client) {
    HttpRequest hash =
        HttpRequest.newBuilder(server.uri("/big.txt"))
            .method("HEAD", BodyPublishers.noBody())
            .build();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                client
                    .send(hash, BodyHandlers.discarding())
                    .headers()
                    .firstValue("etag")
                    .isPresent());
  }

  private void assertEndedWell(ServerProcess server) throws Exception {
    assertThat(server.process().waitFor(25, TimeUnit.SECONDS)).isTrue();
    assertThat(server.process().exitValue()).isZero();
    assertThat(server.errors()).doesNotContain("\tat ").doesNotContain("ERROR");
    assertThat(
            Files.readString(folder.resolve("log"))
                .lines()
                .filter(line -> line.contains("\"GET\"") && line.contains("/big")))
        .singleElement()
        .asString()
        .contains("\"status\":200,\"bytes\":" + SIZE);
  }

  @Test
  void idleConnectionsHoldNothingUp() throws Exception {
    try (ServerProcess server = start();
        Socket idle = new Socket(InetAddress.getLoopbackAddress(), server.port());
        Socket silent = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      ask(idle, "/");
      assertThat(silent.isConnected()).isTrue();
      HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(server.uri("/")).build(), BodyHandlers.ofByteArray());
      server.signal("TERM");
      // well before the 30 s that running requests would be given
      assertThat(server.process().waitFor(25, TimeUnit.SECONDS)).isTrue();
      assertThat(server.process().exitValue()).isZero();
      assertThat(Files.readAllLines(folder.resolve("log"))).hasSize(2);
    }
  }

  private static void ask(Socket socket, String path) throws IOException {
    String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    assertThat(socket.getInputStream().readNBytes(12))
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo("HTTP/1.1 200");
  }

  private static void assertRefused(int port) {
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
        .isInstanceOf(ConnectException.class);
  }
}
