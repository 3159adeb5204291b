package dev.margay.samplesite.devlove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 103 Early Hints in a real browser: a page that waits for an encoder, held up on purpose. */
class EarlyHintsTest {
  private static final String HINTED =
      "margay_ahead_total{delivery=\"early_hints\",outcome=\"ahead\"}";

  @TempDir Path folder;

  /** An answered request, in the order of endings. */
  private record Ended(String target, String link) {}

  @Test
  void assetsAreFetchedBeforeThePageIsAnsweredAndNeverAgain() throws Exception {
    Chromium.assumeInstalled();
    Path root = TwelveAssets.in(folder.resolve("site")).root();
    Queue<Ended> log = new ConcurrentLinkedQueue<>();
    try (AheadServer server =
            AheadServer.start(
                ServerMode.SERVE,
                root,
                folder,
                Map.of(Setting.ENCODE_WAIT, "4s"),
                List.of(
                    (request, response, exchange) ->
                        log.add(
                            new Ended(
                                request.getHttpURI().getPathQuery(),
                                response.getHeaders().get("Link")))));
        FileFlightLock otherProcess =
            new FileFlightLock(folder.resolve(".margay/r-cache/flights.lock"))) {
      FlightLock.Leader encoder = lead(otherProcess, root.resolve("index.html"));
      await().atMost(Duration.ofSeconds(60)).until(() -> known(server));
      log.clear();
      try (Chromium browser = Chromium.start(folder, server.chromiumFlag())) {
        Tab tab = browser.open();
        assertThat(tab.open(server.origin() + "/")).isEmpty();
        tab.await("document.readyState === 'complete'");
        List<String> order = log.stream().map(Ended::target).toList();
        assertThat(order.subList(0, order.indexOf("/")))
            .as("answered before the page")
            .containsAll(TwelveAssets.TARGETS);
        encoder.close();
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
