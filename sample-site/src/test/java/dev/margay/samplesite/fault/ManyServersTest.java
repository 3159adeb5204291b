package dev.margay.samplesite.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.margay.rcache.fault.RealRedis;
import dev.margay.samplesite.fault.Visitors.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Several server processes share a port, a scratch directory and a Redis. */
class ManyServersTest {
  private static final List<String> CODINGS = List.of("br", "zstd", "gzip");
  private static final int MEGABYTE = 1_000_000;
  private static final int VISITORS = 200;

  @TempDir private Path temporary;
  private RealRedis redis;
  private final List<ServerProcess> servers = new ArrayList<>();

  @BeforeEach
  void startRedis() throws Exception {
    redis = RealRedis.start();
  }

  @AfterEach
  void stopAll() {
    servers.forEach(ServerProcess::close);
    redis.close();
  }

  private void start(int count, Path site, int port) throws IOException {
    for (int i = 0; i < count; i++) {
      servers.add(
          ServerProcess.start(
              site, port, "--redis", redis.uri().toString(), "--encode-wait", "30s"));
    }
  }

  private void awaitRedis() throws Exception {
    for (ServerProcess server : servers) {
      server.awaitStarted();
      await().until(server::usesRedis);
    }
  }

  private int made(String coding, String tier) throws Exception {
    int made = 0;
    for (ServerProcess server : servers) {
      made += server.made(coding, tier);
    }
    return made;
  }

  @Test
  void fourProcessesTogetherMakeEachRepresentationOnce() throws Exception {
    assertThatEachRepresentationIsMadeOnce(4);
  }

  @Test
  @EnabledIfSystemProperty(named = "margay.campaign", matches = "true")
  void twoProcessesTogetherMakeEachRepresentationOnce() throws Exception {
    assertThatEachRepresentationIsMadeOnce(2);
  }

  private void assertThatEachRepresentationIsMadeOnce(int processes) throws Exception {
    SiteInFolder site = SiteInFolder.in(temporary.resolve("site"));
    int port = RealRedis.freePort();
    start(processes, site.folder(), port);
    awaitRedis();
    String hash = site.script("new.js", 5 * MEGABYTE, processes);
    Visitors visitors = new Visitors();
    List<CompletableFuture<Answer>> asked = new ArrayList<>();
    for (int i = 0; i < VISITORS; i++) {
      asked.add(visitors.ask(port, "/new.js", CODINGS.get(i % CODINGS.size())));
    }
    for (int i = 0; i < VISITORS; i++) {
      Answer answer = asked.get(i).get();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.contentHash()).isEqualTo(hash);
      // A large file is sent plain, without a tag, until it was hashed.
      assertThat(answer.coding())
          .isEqualTo(answer.tagged() ? CODINGS.get(i % CODINGS.size()) : "identity");
    }
    for (String coding : CODINGS) {
      await().until(() -> visitors.ask(port, "/new.js", coding).get().coding().equals(coding));
      assertThat(made(coding, "fast")).as(coding).isEqualTo(1);
      assertThat(made(coding, "best")).as(coding).isLessThanOrEqualTo(1);
    }
    if (Boolean.getBoolean("margay.campaign")) {
      awaitTheBestTierOnce();
    }
    for (ServerProcess server : servers) { // Redis may seem slow where two processors serve many
      assertThat(server.warnings()).hasSize((int) server.metric("margay_redis_outages_total"));
    }
  }

  /** Takes half a minute: Brotli's best level has 5 MB to look at. */
  private void awaitTheBestTierOnce() throws Exception {
    for (String coding : CODINGS) {
      await().atMost(Duration.ofMinutes(5)).until(() -> made(coding, "best") == 1);
    }
    Thread.sleep(1000);
    for (String coding : CODINGS) {
      assertThat(made(coding, "best")).as(coding).isEqualTo(1);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "margay.campaign", matches = "true")
  void otherScratchDirectoriesAndCopiesDoNotWaitForEachOther() throws Exception {
    Path original = temporary.resolve("a");
    start(1, SiteInFolder.in(original).folder(), RealRedis.freePort());
    awaitRedis();
    Files.createDirectories(temporary.resolve("b").resolve(".margay"));
    Files.copy(
        original.resolve(".margay").resolve("identity"),
        temporary.resolve("b").resolve(".margay").resolve("identity"));
    List<Integer> ports = List.of(RealRedis.freePort(), RealRedis.freePort());
    start(1, temporary.resolve("b"), ports.get(0));
    start(1, SiteInFolder.in(temporary.resolve("c")).folder(), ports.get(1));
    awaitRedis();
    servers.remove(0).close();
    Visitors visitors = new Visitors();
    List<CompletableFuture<Answer>> asked = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      new SiteInFolder(temporary.resolve(i == 0 ? "b" : "c")).script("new.js", 5 * MEGABYTE, 1);
      asked.add(visitors.ask(ports.get(i), "/new.js", "br"));
    }
    for (int i = 0; i < 2; i++) {
      int port = ports.get(i);
      assertThat(asked.get(i).get().status()).isEqualTo(200);
      await().until(() -> visitors.ask(port, "/new.js", "br").get().coding().equals("br"));
    }
    for (ServerProcess server : servers) {
      assertThat(server.made("br", "fast")).isEqualTo(1);
      assertThat(server.metric("margay_flight_total", "awaited")).isZero();
    }
  }
}
