package dev.margay.server.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.margay.rcache.WarningsHeard;
import dev.margay.rcache.fault.RealRedis;
import dev.margay.server.learning.AssetRequest.Audience;
import dev.margay.server.learning.Sightings.Turn;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one thread that keeps the book, with real files and a real Redis. */
class SightingsTest {
  private static final PageVersion PAGE = Watched.PAGE;
  private static final FetchMetadata IMAGE = new FetchMetadata("image", "no-cors", "");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final AtomicReference<Instant> time = new AtomicReference<>(Instant.now());
  private final InstantSource clock = time::get;

  @TempDir private Path temporary;

  private Sightings sightings(String folder, Optional<URI> redis) {
    return new Sightings(temporary.resolve(folder), redis, clock);
  }

  /** Visits at the clock's present time, which is then past their end. */
  private void visits(Sightings sightings, int first, int count) {
    Instant now = time.get();
    for (int i = first; i < first + count; i++) {
      Visitor visitor = Watched.person(i);
      sightings.opened(
          new Navigation(
              visitor,
              PAGE,
              Watched.DOMAIN,
              FetchMetadata.NAVIGATION,
              List.of(),
              target -> false,
              target -> Optional.empty(),
              now));
      sightings.asked(
          new AssetRequest(
              visitor,
              Watched.DOMAIN,
              Watched.DOMAIN,
              "GET",
              200,
              "/a.png",
              "https://" + Watched.DOMAIN + "/",
              IMAGE,
              Audience.ANYONE,
              100,
              now.plusMillis(5)));
    }
    long before = sightings.counted();
    time.set(now.plusSeconds(16));
    await().atMost(PATIENCE).until(() -> sightings.counted() == before + count);
  }

  private static void awaitLearnt(Sightings sightings) {
    await().atMost(PATIENCE).until(() -> sightings.assets(PAGE).isPresent());
    assertThat(sightings.assets(PAGE).orElseThrow().assets())
        .extracting(PageAsset::target)
        .containsExactly("/a.png");
  }

  @Test
  void everyTwentiethVisitIsHeldBack() {
    try (Sightings sightings = sightings("a", Optional.empty())) {
      for (int i = 1; i <= 200; i++) {
        assertThat(sightings.turn(PAGE)).isEqualTo(i % 20 == 0 ? Turn.HOLD_BACK : Turn.SEND);
      }
    }
  }

  @Test
  void nobodyListensWhileNoVisitLasts() {
    try (Sightings sightings = sightings("a", Optional.empty())) {
      assertThat(sightings.listening()).isFalse();
      visits(sightings, 0, 3);
      await().atMost(PATIENCE).until(() -> !sightings.listening());
    }
  }

  @Test
  void whatWasLearntOutlivesTheProcess() {
    try (Sightings first = sightings("a", Optional.empty())) {
      visits(first, 0, 15);
      assertThat(first.assets(PAGE)).isEmpty();
    }
    try (Sightings second = sightings("a", Optional.empty())) {
      visits(second, 20, 5);
      awaitLearnt(second);
    }
  }

  @Test
  void processesOfOneFolderAddTheirVisits() {
    try (Sightings first = sightings("a", Optional.empty());
        Sightings second = sightings("a", Optional.empty())) {
      visits(first, 0, 12);
      visits(second, 20, 12);
      time.set(time.get().plusSeconds(70));
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                time.set(time.get().plusSeconds(70));
                return first.assets(PAGE).isPresent() && second.assets(PAGE).isPresent();
              });
    }
  }

  @Test
  void workersShareThroughRedis() throws Exception {
    try (RealRedis redis = RealRedis.start();
        Sightings first = sightings("a", Optional.of(redis.uri()));
        Sightings second = sightings("b", Optional.of(redis.uri()))) {
      visits(first, 0, 12);
      visits(second, 20, 12);
      awaitLearnt(first);
      awaitLearnt(second);
      try (Sightings third = sightings("c", Optional.of(redis.uri()))) {
        awaitLearnt(third);
      }
    }
  }

  @Test
  void redisAwayCostsSharingOnly() throws Exception {
    try (RealRedis redis = RealRedis.start();
        WarningsHeard heard = new WarningsHeard("not shared through Redis")) {
      redis.stop();
      try (Sightings first = sightings("a", Optional.of(redis.uri()));
          Sightings second = sightings("b", Optional.of(redis.uri()))) {
        visits(first, 0, 20);
        awaitLearnt(first);
        assertThat(second.assets(PAGE)).isEmpty();
        redis.restart();
        awaitLearnt(second);
        assertThat(heard.messages()).as("the locks give the one warning").isEmpty();
      }
    }
  }

  @Test
  void aFrozenRedisHoldsNobodyUp() throws Exception {
    try (RealRedis redis = RealRedis.start();
        Sightings first = sightings("a", Optional.of(redis.uri()))) {
      redis.freeze();
      visits(first, 0, 20);
      awaitLearnt(first);
      redis.thaw();
    }
  }
}
