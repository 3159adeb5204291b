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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource({"TERM, HTTP_1_1", "INT, HTTP_2"})
  void aSlowDownloadEndsCompletely(String signal, HttpClient.Version version) throws Exception {
    try (ServerProcess server = start();
        Socket idle = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      ask(idle, "/");
      HttpClient client = HttpClient.newBuilder().version(version).build();
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
      HttpResponse<InputStream> slow =
          client.send(
              HttpRequest.newBuilder(server.uri("/big.txt")).build(), BodyHandlers.ofInputStream());
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      try (InputStream in = slow.body()) {
        body.write(in.readNBytes(100_000));
        server.signal(signal);
        Awaitility.await().untilAsserted(() -> assertRefused(server.port()));
        Thread.sleep(2500); // longer than an idle connection is given
        if (version == HttpClient.Version.HTTP_1_1) { // over HTTP/2 the client may have it all
          assertThat(server.process().isAlive()).isTrue();
        }
        in.transferTo(body);
      }
      assertThat(Proof.check(slow.headers(), body.toByteArray())).hasSize(SIZE);
      assertThat(server.process().waitFor(15, TimeUnit.SECONDS)).isTrue();
      assertThat(server.process().exitValue()).isZero();
      assertThat(server.errors()).doesNotContain("\tat ").doesNotContain("ERROR");
      assertThat(
              Files.readString(folder.resolve("log"))
                  .lines()
                  .filter(l -> l.contains("\"GET\"") && l.contains("/big")))
          .singleElement()
          .asString()
          .contains("\"status\":200,\"bytes\":" + SIZE);
    }
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
      long begun = System.nanoTime();
      server.signal("TERM");
      assertThat(server.process().waitFor(15, TimeUnit.SECONDS)).isTrue();
      assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun)).isLessThan(10);
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
