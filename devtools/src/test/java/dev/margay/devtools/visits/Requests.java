package dev.margay.devtools.visits;

import dev.margay.devtools.visits.Answer.Ending;
import dev.margay.devtools.visits.Asked.Way;
import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.key.Tier;
import dev.margay.server.metrics.Exchange;
import dev.margay.server.metrics.Exchange.Served;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Requests of one browser and their answers, as tests need them. */
final class Requests {
  static final Client BROWSER = new Client("c1", "127.0.0.1", "browser");
  private static final Instant BEGAN = Instant.parse("2026-01-01T00:00:00Z");

  private Requests() {}

  static Asked page(long number, String target, long millis) {
    return asked(number, target, Way.REQUESTED, BROWSER, "", "navigate", "document", millis);
  }

  static Asked asset(long number, String target, String referer, long millis) {
    return asked(number, target, Way.REQUESTED, BROWSER, referer, "no-cors", "style", millis);
  }

  static Asked asked(
      long number,
      String target,
      Way way,
      Client client,
      String referer,
      String mode,
      String destination,
      long millis) {
    return new Asked(
        number,
        BEGAN.plusMillis(millis),
        millis * 1_000_000,
        "https",
        "localhost:4043",
        "GET",
        target,
        "HTTP/2.0",
        way,
        client,
        referer,
        mode,
        destination,
        List.of(new Field("accept", "*/*")));
  }

  static String url(String target) {
    return "https://localhost:4043" + target;
  }

  static Answer answer(int status, long bytes, long plainBytes, long millis) {
    ContentHash content = ContentHash.of("x".getBytes(StandardCharsets.UTF_8));
    Exchange exchange =
        new Exchange(content, ContentCoding.BR, Tier.FAST, Served.READY, plainBytes);
    return new Answer(
        status,
        bytes,
        "text/css",
        Optional.of(exchange),
        Optional.empty(),
        millis * 1_000_000,
        (millis + 1) * 1_000_000,
        Ending.SENT,
        List.of());
  }
}
