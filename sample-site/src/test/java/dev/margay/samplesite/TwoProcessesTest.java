package dev.margay.samplesite;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one port and one scratch directory do no work twice. */
class TwoProcessesTest {
  private static final int ROUNDS = Integer.getInteger("margay.rounds", 1);
  private static final int CLIENTS = 200;
  private static final String[] CODINGS = {"br", "zstd", "gzip"};
  private static final int SCRIPT = 3 << 19;

  @TempDir Path folder;

  private ServerProcess start(int port, Path site) throws Exception {
    return ServerProcess.start(
        port, List.of("-Xmx256m"), site, folder, "--reuse-port", "--access-log", "off");
  }

  @Test
  void togetherTheyMakeEachRepresentationOnce() throws Exception {
    Path site = Files.createDirectory(folder.resolve("site"));
    int port = ServerProcess.freePort();
    try (ServerProcess one = start(port, site);
        ServerProcess other = start(port, site)) {
      for (int round = 1; round <= ROUNDS; round++) {
        Files.write(site.resolve("s" + round + ".js"), script(round, SCRIPT));
        askAll(one, "/s" + round + ".js");
        awaitBest(one, other, "/s" + round + ".js");
        assertMade(one, other, "fast", round);
        assertMade(one, other, "best", round);
      }
      assertThat(one.errors() + other.errors()).doesNotContain("WARN").doesNotContain("ERROR");
    }
  }

  private static void assertMade(ServerProcess one, ServerProcess other, String tier, int times) {
    for (String coding : CODINGS) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> one.made(coding, tier) + other.made(coding, tier) >= times);
      assertThat(one.made(coding, tier) + other.made(coding, tier))
          .as("%s %s", coding, tier)
          .isEqualTo(times);
    }
  }

  /** Each client is a connection of its own, so that the kernel spreads them over both. */
  private static void askAll(ServerProcess server, String path) {
    List<CompletableFuture<Void>> answers = new ArrayList<>();
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    for (int i = 0; i < CLIENTS; i++) {
      HttpRequest request =
          HttpRequest.newBuilder(server.uri(path))
              .header("Accept-Encoding", CODINGS[i % CODINGS.length])
              .build();
      answers.add(
          client
              .sendAsync(request, BodyHandlers.ofByteArray())
              .thenAccept(
                  response -> {
                    assertThat(response.statusCode()).isEqualTo(200);
                    if (response.headers().firstValue("etag").isPresent()) {
                      Proof.check(response.headers(), response.body());
                    } // or else it was not hashed within 2 s, and is sent plain
                  }));
    }
    CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new)).join();
  }

  /** Until fresh connections, which may reach either server, agree on the smallest body. */
  private static void awaitBest(ServerProcess one, ServerProcess other, String path) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              int agreed = 0;
              for (String coding : CODINGS) {
                agreed += tags(one, path, coding) == 1 ? 1 : 0;
              }
              return agreed == CODINGS.length && allBest(one, other);
            });
  }

  private static boolean allBest(ServerProcess one, ServerProcess other) {
    for (String coding : CODINGS) {
      double fast = one.made(coding, "fast") + other.made(coding, "fast");
      if (one.made(coding, "best") + other.made(coding, "best") < fast) {
        return false;
      }
    }
    return true;
  }

  private static long tags(ServerProcess server, String path, String coding) throws Exception {
    List<String> tags = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      HttpClient fresh = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
      HttpRequest request =
          HttpRequest.newBuilder(server.uri(path))
              .method("HEAD", BodyPublishers.noBody())
              .header("Accept-Encoding", coding)
              .build();
      HttpResponse<Void> response = fresh.send(request, BodyHandlers.discarding());
      tags.add(response.headers().firstValue("etag").orElse("none"));
    }
    return tags.stream().distinct().count();
  }

  @Test
  void aLeaderThatIsKilledIsSucceeded() throws Exception {
    Path site = Files.createDirectory(folder.resolve("site"));
    Files.write(site.resolve("s.js"), script(99, SCRIPT));
    try (ServerProcess leader = start(ServerProcess.freePort(), site);
        ServerProcess other = start(ServerProcess.freePort(), site)) {
      HttpClient client = HttpClient.newHttpClient();
      HttpRequest first =
          HttpRequest.newBuilder(leader.uri("/s.js")).header("Accept-Encoding", "br").build();
      Awaitility.await() // its best tier takes seconds
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                client.send(first, BodyHandlers.ofByteArray());
                return leader.made("br", "fast") == 1;
              });
      HttpRequest request =
          HttpRequest.newBuilder(other.uri("/s.js")).header("Accept-Encoding", "br").build();
      List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        answers.add(client.sendAsync(request, BodyHandlers.ofByteArray()));
      }
      leader.signal("KILL");
      for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
        assertThat(answer.join().statusCode()).isEqualTo(200);
        if (answer.join().headers().firstValue("etag").isPresent()) {
          Proof.check(answer.join().headers(), answer.join().body());
        }
      }
      assertThat(leader.process().waitFor(5, TimeUnit.SECONDS)).isTrue();
      Awaitility.await()
          .atMost(Duration.ofMinutes(5))
          .pollInterval(Duration.ofSeconds(1))
          .until(
              () -> {
                client.send(request, BodyHandlers.ofByteArray());
                return other.made("br", "best") == 1;
              });
    }
  }

  private static byte[] script(int seed, int size) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(size + 64);
    while (text.length() < size) {
      text.append("function f").append(random.nextInt(100)).append("(a, b) { return a + b; }\n");
    }
    return text.substring(0, size).getBytes(StandardCharsets.US_ASCII);
  }
}
