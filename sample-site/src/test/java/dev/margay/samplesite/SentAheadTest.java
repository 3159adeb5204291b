package dev.margay.samplesite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.margay.rcache.fault.RealRedis;
import dev.margay.samplesite.PushVisitor.Visit;
import dev.margay.server.config.ServerMode;
import dev.margay.server.config.Setting;
import dev.margay.server.visitor.CacheDigest;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sections 5 and 6 of the behaviour, seen by a client that takes HTTP/2 pushes. */
class SentAheadTest {
  private static final String SESSION = "sc0csn";
  private static final String DIGEST = "sc1cdig";
  private static final String KNOWN_BY_SESSION =
      "margay_ahead_total{delivery=\"push\",outcome=\"known_by_session\"}";

  /** So many that hardly ever all of them reach the same of two workers. */
  private static final int CONNECTIONS = 16;

  @TempDir Path folder;
  private Path root;
  private AheadServer server;

  @BeforeEach
  void start() throws Exception {
    root = TwelveAssets.in(folder.resolve("site")).root();
    server = AheadServer.start(ServerMode.SERVE, root, folder, Map.of());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /**
   * Once the server knows the page, so that the plan does not depend on how busy the machine is.
   */
  private PushVisitor knownPage() throws Exception {
    PushVisitor first = new PushVisitor(server);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> new PushVisitor(server).visit("/").targets().size() == 12);
    return first;
  }

  @Test
  void theFirstVisitIsPushedEveryAssetOnce() throws Exception {
    Visit visit = knownPage().visit("/");
    assertThat(visit.targets()).isEqualTo(TwelveAssets.TARGETS);
    for (var push : visit.pushed().entrySet()) {
      String name = push.getKey().substring(1).replaceFirst("\\?.*", "");
      assertThat(push.getValue().statusCode()).isEqualTo(200);
      assertThat(decoded(push.getValue())).isEqualTo(Files.readAllBytes(root.resolve(name)));
    }
  }

  private static byte[] decoded(HttpResponse<byte[]> response) {
    String coding = response.headers().firstValue("content-encoding").orElse("identity");
    return Decoding.decode(coding, response.body());
  }

  @Test
  void theSecondVisitIsPushedNothing() throws Exception {
    PushVisitor visitor = knownPage();
    visitor.visit("/");
    assertThat(visitor.visit("/").targets()).isEmpty();
    PushVisitor nextConnection =
        new PushVisitor(server)
            .with(SESSION, visitor.cookie(SESSION))
            .with(DIGEST, visitor.cookie(DIGEST));
    assertThat(nextConnection.visit("/").targets()).isEmpty();
  }

  @Test
  void theDigestAloneIsEnough() throws Exception {
    PushVisitor visitor = knownPage();
    visitor.visit("/");
    assertThat(CacheDigest.decode(visitor.cookie(DIGEST)).orElseThrow().size()).isEqualTo(12);
    PushVisitor nextDay = new PushVisitor(server).with(DIGEST, visitor.cookie(DIGEST));
    assertThat(nextDay.visit("/").targets()).isEmpty();
    assertThat(nextDay.cookie(SESSION)).isNotNull().isNotEqualTo(visitor.cookie(SESSION));
  }

  @Test
  void theSessionAloneIsEnough() throws Exception {
    PushVisitor visitor = knownPage();
    visitor.visit("/");
    PushVisitor other = new PushVisitor(server).with(SESSION, visitor.cookie(SESSION));
    assertThat(other.visit("/").targets()).isEmpty();
  }

  @Test
  void aChangedAssetIsPushedAloneAndTheDigestLivesOn() throws Exception {
    PushVisitor visitor = knownPage();
    visitor.visit("/");
    TwelveAssets.write(root, "s1.css", "p{color:#fff}".repeat(50));
    PushVisitor returning = new PushVisitor(server).with(DIGEST, visitor.cookie(DIGEST));
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              Visit visit = new PushVisitor(server).with(DIGEST, visitor.cookie(DIGEST)).visit("/");
              assertThat(visit.targets()).containsExactly("/s1.css");
            });
    Visit visit = returning.visit("/");
    assertThat(visit.targets()).containsExactly("/s1.css");
    assertThat(visit.page().headers().allValues("set-cookie"))
        .anyMatch(line -> line.startsWith(DIGEST + "=") && line.contains("; Max-Age=172800;"));
    assertThat(CacheDigest.decode(returning.cookie(DIGEST)).orElseThrow().size()).isEqualTo(13);
  }

  @Test
  void aConnectionMayBeginWithAnAsset() throws Exception {
    PushVisitor visitor = knownPage();
    visitor.visit("/");
    for (String target : TwelveAssets.TARGETS) {
      PushVisitor other = new PushVisitor(server).with(SESSION, visitor.cookie(SESSION));
      assertThat(other.visit(target).page().statusCode()).as(target).isEqualTo(200);
      assertThat(other.visit(target).page().statusCode()).as(target).isEqualTo(200);
    }
  }

  @Test
  void aHardReloadHasNothing() throws Exception {
    PushVisitor visitor = knownPage();
    visitor.visit("/");
    assertThat(visitor.visit("/", "cache-control", "no-cache").targets())
        .isEqualTo(TwelveAssets.TARGETS);
  }

  @Test
  void whatOnePageSentAnotherDoesNotSendAgain() throws Exception {
    PushVisitor visitor = knownPage();
    visitor.visit("/");
    assertThat(visitor.visit("/other").targets()).isEmpty();
  }

  @Test
  void pagesAreForOneVisitorAndTheirCookiesAreGuarded() throws Exception {
    HttpResponse<byte[]> page = knownPage().visit("/").page();
    assertThat(page.headers().firstValue("cache-control")).contains("no-cache, private");
    assertThat(page.headers().allValues("set-cookie"))
        .hasSize(2)
        .allMatch(line -> line.contains("; Path=/; Secure; HttpOnly; SameSite=Lax"));
  }

  @Test
  void threeRefusalsAreEnough() throws Exception {
    knownPage();
    for (int visit = 0; visit < 3; visit++) {
      long before = server.counted("margay_ahead_total{delivery=\"push\",outcome=\"reset\"}");
      new PushVisitor(server).refuse("/");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  server.counted("margay_ahead_total{delivery=\"push\",outcome=\"reset\"}")
                      >= before + 12);
    }
    assertThat(new PushVisitor(server).visit("/").targets()).isEmpty();
    assertThat(server.counted("margay_ahead_total{delivery=\"push\",outcome=\"refused\"}"))
        .isGreaterThanOrEqualTo(12);
  }

  @Test
  void damagedCookiesChangeNothingButThePlan() throws Exception {
    knownPage();
    HttpResponse<byte[]> stranger = new PushVisitor(server).visit("/").page();
    Random random = new Random(7);
    for (String damaged :
        List.of(
            "", "=", "EB==", "A".repeat(2000), "Z", "\"", "%00", "____", "E" + random.nextInt())) {
      PushVisitor visitor = new PushVisitor(server).with(DIGEST, damaged).with(SESSION, damaged);
      Visit visit = visitor.visit("/");
      assertThat(visit.page().statusCode()).isEqualTo(200);
      assertThat(decoded(visit.page())).isEqualTo(decoded(stranger));
      assertThat(visit.targets()).as(damaged).isEqualTo(TwelveAssets.TARGETS);
    }
  }

  @Test
  void aDigestThatGrowsTooLongIsEmptiedAndBegunAgain() throws Exception {
    PushVisitor visitor = knownPage();
    CacheDigest full = CacheDigest.empty();
    Random random = new Random(11);
    CacheDigest next = full;
    while (next.encode().length() <= CacheDigest.LONGEST) {
      full = next;
      next = full.with(random.nextInt(CacheDigest.UNIVERSE));
    }
    visitor.visit("/");
    String session = visitor.cookie(SESSION);
    visitor.with(DIGEST, full.encode());
    HttpResponse<byte[]> page = visitor.visit("/").page();
    assertThat(page.headers().allValues("set-cookie"))
        .anyMatch(line -> line.startsWith("sc1cdig=EA;"));
    assertThat(visitor.cookie(SESSION)).isNotEqualTo(session);
  }

  @Test
  void onHttp11ThereAreHintsAndNoCookies() throws Exception {
    knownPage();
    HttpResponse<byte[]> page =
        new PushVisitor(server, HttpClient.Version.HTTP_1_1).visit("/").page();
    assertThat(page.headers().allValues("set-cookie")).isEmpty();
    assertThat(page.headers().firstValue("cache-control")).contains("no-cache");
    assertThat(page.headers().firstValue("link").orElse(""))
        .startsWith("</s0.css>; rel=preload; as=style, </s1.css>; rel=preload; as=style")
        .contains("</j3.js?v=3>; rel=preload; as=script");
  }

  @Test
  void behindAProxyThatIsNotTrustedThereAreNoCookies() throws Exception {
    knownPage();
    for (String field : List.of("via", "forwarded", "x-forwarded-for")) {
      Visit visit = new PushVisitor(server).visit("/", field, "for=192.0.2.1");
      HttpResponse<byte[]> page = visit.page();
      assertThat(visit.pushed()).as(field).isEmpty();
      assertThat(page.headers().firstValue("link").orElse("")).as(field).contains("/s0.css");
      assertThat(page.headers().allValues("set-cookie")).as(field).isEmpty();
    }
  }

  @Test
  void behindATrustedProxyPagesHaveCookiesAndAssetsHaveNone() throws Exception {
    try (AheadServer behind =
        AheadServer.start(
            ServerMode.SERVE,
            root,
            folder.resolve("behind"),
            Map.of(Setting.TRUSTED_PROXIES, "127.0.0.0/8"))) {
      PushVisitor visitor = new PushVisitor(behind);
      HttpResponse<byte[]> page = visitor.visit("/", "x-forwarded-for", "192.0.2.1").page();
      assertThat(page.headers().allValues("set-cookie")).hasSize(2);
      for (String target : TwelveAssets.TARGETS) {
        HttpResponse<byte[]> asset = visitor.visit(target, "x-forwarded-for", "192.0.2.1").page();
        assertThat(asset.headers().allValues("set-cookie")).as(target).isEmpty();
      }
    }
  }

  @Test
  void onlyAWholePageHasCookies() throws Exception {
    knownPage();
    Files.writeString(root.resolve("404.html"), "<!doctype html><title>gone</title>");
    assertThat(setCookies("/missing", "accept", "text/html")).isEmpty();
    assertThat(setCookies("/", "range", "bytes=0-9")).isEmpty();
    assertThat(setCookies("/", "if-match", "\"another\"")).isEmpty();
    assertThat(setCookies("/index.html.push-list", "accept", "*/*")).isEmpty();
    assertThat(setCookies("/", "accept", "*/*")).hasSize(2);
  }

  private List<String> setCookies(String target, String field, String value) throws Exception {
    HttpResponse<byte[]> page = new PushVisitor(server).visit(target, field, value).page();
    return page.headers().allValues("set-cookie");
  }

  @Test
  void anAssetThatNobodyMayKeepDoesNotHoldTheDigestBack() throws Exception {
    String page = Files.readString(root.resolve("index.html"));
    TwelveAssets.write(root, "index.html", page + "<script src='/j0.js?vh=00000000'></script>");
    PushVisitor visitor = knownPage();
    visitor.visit("/");
    assertThat(CacheDigest.decode(visitor.cookie(DIGEST)).orElseThrow().size()).isEqualTo(12);
  }

  @Test
  void withPushDisabledThereIsNothingOfAllThis() throws Exception {
    try (AheadServer without =
        AheadServer.start(
            ServerMode.SERVE,
            root,
            folder.resolve("without"),
            Map.of(Setting.DISABLE_PUSH, "true"))) {
      for (HttpClient.Version version : HttpClient.Version.values()) {
        Visit visit = new PushVisitor(without, version).visit("/", "sec-fetch-mode", "navigate");
        assertThat(visit.pushed()).isEmpty();
        assertThat(visit.page().headers().map()).doesNotContainKeys("set-cookie", "link");
        assertThat(visit.page().headers().firstValue("cache-control")).contains("no-cache");
      }
    }
  }

  @Test
  void withoutBrowserCachesNothingIsSentAhead() throws Exception {
    try (AheadServer none =
        AheadServer.start(
            ServerMode.SERVE,
            root,
            folder.resolve("none"),
            Map.of(Setting.DISABLE_UA_CACHING, "true"))) {
      for (int visit = 0; visit < 3; visit++) {
        assertThat(new PushVisitor(none).visit("/").targets()).isEmpty();
      }
      HttpResponse<byte[]> page =
          new PushVisitor(none, HttpClient.Version.HTTP_1_1).visit("/").page();
      assertThat(page.headers().map()).doesNotContainKey("link");
    }
  }

  @Test
  void devloveSaysWhatWasDecided() throws Exception {
    try (AheadServer devlove =
        AheadServer.start(ServerMode.DEVLOVE, root, folder.resolve("devlove"), Map.of())) {
      PushVisitor visitor = new PushVisitor(devlove);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> new PushVisitor(devlove).visit("/").targets().size() == 12);
      Visit first = visitor.visit("/");
      assertThat(first.page().headers().firstValue("margay-plan"))
          .contains("push=12 hint=0 known=0 budget=0");
      Visit second = visitor.visit("/");
      assertThat(second.page().headers().firstValue("margay-plan"))
          .contains("push=0 hint=0 known=12 budget=0");
    }
  }

  @Test
  void theAccessLogTellsWhatWasSentAhead() throws Exception {
    Path log = folder.resolve("access.log");
    try (AheadServer logging =
        AheadServer.start(
            ServerMode.SERVE,
            root,
            folder.resolve("logging"),
            Map.of(Setting.ACCESS_LOG, log.toString()))) {
      PushVisitor visitor = new PushVisitor(logging);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> new PushVisitor(logging).visit("/").targets().size() == 12);
      visitor.visit("/");
      visitor.visit("/");
    }
    assertThat(Files.readAllLines(log))
        .anyMatch(line -> line.contains("\"ahead\":\"push=12 hint=0 known=0 budget=0\""))
        .anyMatch(line -> line.contains("\"ahead\":\"push=0 hint=0 known=12 budget=0\""))
        .anyMatch(line -> line.contains("/s0.css\"") && line.contains("\"ahead\":\"pushed\""));
  }

  @Test
  void twoWorkersBehindOnePortAgree() throws Exception {
    int port = RealRedis.freePort();
    try (RealRedis redis = RealRedis.start();
        AheadServer one = worker(port, redis);
        AheadServer other = worker(port, redis)) {
      await().atMost(Duration.ofSeconds(60)).until(() -> everyVisitIsPushedAll(one));
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                PushVisitor visitor = new PushVisitor(one);
                visitor.visit("/");
                for (int connection = 0; connection < CONNECTIONS; connection++) {
                  PushVisitor next = new PushVisitor(one).with(SESSION, visitor.cookie(SESSION));
                  assertThat(next.visit("/").targets()).isEmpty();
                }
              });
      for (AheadServer worker : List.of(one, other)) {
        assertThat(worker.counted(KNOWN_BY_SESSION)).as("known by this worker").isPositive();
      }
    }
  }

  /** Each fresh connection reaches either worker, as the system likes. */
  private static boolean everyVisitIsPushedAll(AheadServer port) throws Exception {
    for (int connection = 0; connection < CONNECTIONS; connection++) {
      if (new PushVisitor(port).visit("/").targets().size() < TwelveAssets.TARGETS.size()) {
        return false;
      }
    }
    return true;
  }

  private AheadServer worker(int port, RealRedis redis) throws Exception {
    return AheadServer.start(
        ServerMode.SERVE,
        root,
        folder.resolve("workers"),
        Map.of(
            Setting.REDIS,
            redis.uri().toString(),
            Setting.LISTEN,
            "127.0.0.1:" + port,
            Setting.REUSE_PORT,
            "true"));
  }
}
