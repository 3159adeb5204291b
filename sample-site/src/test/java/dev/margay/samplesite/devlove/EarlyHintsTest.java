package dev.margay.samplesite.devlove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.margay.rcache.coding.Encoders;
import dev.margay.rcache.flight.FileFlightLock;
import dev.margay.rcache.flight.FlightLock;
import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.key.Tier;
import dev.margay.samplesite.AheadServer;
import dev.margay.samplesite.TwelveAssets;
import dev.margay.server.config.ServerMode;
import dev.margay.server.config.Setting;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 103 Early Hints in a real browser and in curl: a page that waits for an encoder, held up on
 * purpose.
 */
class EarlyHintsTest {
  private static final String HINTED =
      "margay_ahead_total{delivery=\"early_hints\",outcome=\"ahead\"}";

  private static final Path CURL = Path.of("/usr/bin/curl");

  @TempDir Path folder;

  /** An answered request, in the order of endings. */
  private record Ended(String target, String link) {}

  @Test
  void assetsAreFetchedBeforeThePageIsAnsweredAndNeverAgain() throws Exception {
    Chromium.assumeInstalled();
    Queue<Ended> log = new ConcurrentLinkedQueue<>();
    try (AheadServer server = start(log, Map.of(Setting.ENCODE_WAIT, "25s"));
        FileFlightLock otherProcess = otherProcess()) {
      FlightLock.Leader encoder = lead(otherProcess, folder.resolve("site/index.html"));
      await().atMost(Duration.ofSeconds(60)).until(() -> known(server));
      try (Chromium browser = Chromium.start(folder, server.chromiumFlag())) {
        Tab tab = browser.open();
        CompletableFuture<String> opened =
            CompletableFuture.supplyAsync(() -> tab.open(server.origin() + "/?first"));
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> targets(log).containsAll(TwelveAssets.TARGETS));
        assertThat(targets(log)).as("answered before the page").doesNotContain("/?first");
        encoder.close();
        assertThat(opened.get(60, TimeUnit.SECONDS)).isEmpty();
        tab.await("document.readyState === 'complete'");
        log.clear();
        long hinted = server.counted(HINTED);
        assertThat(tab.open(server.origin() + "/?again")).isEmpty();
        tab.await("document.readyState === 'complete'");
        assertThat(server.counted(HINTED)).as("hinted again").isEqualTo(hinted);
        assertThat(log).extracting(Ended::target).contains("/?again");
        assertThat(log)
            .extracting(Ended::target)
            .as("fetched again")
            .doesNotContainAnyElementsOf(TwelveAssets.TARGETS);
        assertThat(log).extracting(Ended::link).containsOnlyNulls();
      }
    }
  }

  private static List<String> targets(Queue<Ended> log) {
    return log.stream().map(Ended::target).toList();
  }

  @Test
  void curlSeesTheHintsAndThenTheAnswer() throws Exception {
    assumeTrue(Files.isExecutable(CURL), "no curl: apt-get install curl");
    try (AheadServer server = start(new ConcurrentLinkedQueue<>(), Map.of());
        FileFlightLock otherProcess = otherProcess()) {
      FlightLock.Leader encoder = lead(otherProcess, folder.resolve("site/index.html"));
      await().atMost(Duration.ofSeconds(60)).until(() -> known(server));
      List<String> heads = heads(server, "--http2", "document", "");
      assertThat(heads).hasSize(2);
      assertThat(heads.get(0))
          .startsWith("HTTP/2 103")
          .contains("</s0.css>; rel=preload; as=style");
      assertThat(heads.get(1))
          .startsWith("HTTP/2 200")
          .contains("</s0.css>")
          .contains("set-cookie");
      assertThat(heads(server, "--http2", "document", "prefetch;prerender")).hasSize(2);
      assertThat(heads(server, "--http2", "document", "prefetch")).hasSize(1);
      assertThat(heads(server, "--http2", "iframe", "")).hasSize(1);
      assertThat(heads(server, "--http1.1", "document", "")).hasSize(1);
      encoder.close();
    }
  }

  @Test
  void withPushDisabledThereIsNoHint() throws Exception {
    assumeTrue(Files.isExecutable(CURL), "no curl: apt-get install curl");
    try (AheadServer server =
            start(new ConcurrentLinkedQueue<>(), Map.of(Setting.DISABLE_PUSH, "true"));
        FileFlightLock otherProcess = otherProcess()) {
      FlightLock.Leader encoder = lead(otherProcess, folder.resolve("site/index.html"));
      List<String> heads = heads(server, "--http2", "document", "");
      assertThat(heads).hasSize(1);
      assertThat(heads.get(0)).doesNotContain("link:").doesNotContain("set-cookie");
      encoder.close();
    }
  }

  /**
   * The header sections that curl gets for the page, in their order.
   *
   * @param destination where the page is to be shown
   * @param purpose why it is fetched, if not to be shown now
   */
  private List<String> heads(AheadServer server, String http, String destination, String purpose)
      throws Exception {
    Path heads = folder.resolve("heads.txt");
    List<String> command = new ArrayList<>(List.of(CURL.toString(), "-sk", http, "--compressed"));
    command.addAll(
        List.of("-H", "sec-fetch-mode: navigate", "-H", "sec-fetch-dest: " + destination));
    if (!purpose.isEmpty()) {
      command.addAll(List.of("-H", "sec-purpose: " + purpose));
    }
    command.addAll(List.of("-D", heads.toString(), "-o", folder.resolve("page.html").toString()));
    command.add(server.origin() + "/");
    Process curl = new ProcessBuilder(command).inheritIO().start();
    assertThat(curl.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(curl.exitValue()).isZero();
    String all = Files.readString(heads, StandardCharsets.ISO_8859_1);
    return List.of(all.strip().split("\r\n\r\n", -1));
  }

  private Path root() throws IOException {
    return TwelveAssets.in(folder.resolve("site")).root();
  }

  /** A server that waits for the page's encoder; it logs what it answered. */
  private AheadServer start(Queue<Ended> log, Map<Setting<?>, String> more) throws Exception {
    Map<Setting<?>, String> flags = new HashMap<>(more);
    flags.putIfAbsent(Setting.ENCODE_WAIT, "1500ms");
    return AheadServer.start(
        ServerMode.SERVE,
        root(),
        folder,
        flags,
        List.of(
            (request, response, exchange) ->
                log.add(
                    new Ended(
                        request.getHttpURI().getPathQuery(), response.getHeaders().get("Link")))));
  }

  private FileFlightLock otherProcess() throws IOException {
    return new FileFlightLock(folder.resolve(".margay/r-cache/flights.lock"));
  }

  private static FlightLock.Leader lead(FlightLock lock, Path page) throws Exception {
    ContentHash content = ContentHash.of(Files.readAllBytes(page));
    for (ContentCoding coding : List.of(ContentCoding.BR)) {
      FlightLock.Turn turn = lock.enter(Encoders.all().key(content, coding, Tier.FAST).name());
      if (turn instanceof FlightLock.Leader leader) {
        return leader;
      }
    }
    throw new AssertionError("somebody else has the flight");
  }

  /** The server has read the page, and knows its assets. */
  private static boolean known(AheadServer server) throws Exception {
    return server.linkOf("/", HttpClient.Version.HTTP_1_1).contains("/i3.png");
  }
}
