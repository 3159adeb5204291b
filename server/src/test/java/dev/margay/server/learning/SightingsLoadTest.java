package dev.margay.server.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.margay.server.learning.AssetRequest.Audience;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More notes than one thread can read. */
class SightingsLoadTest {
  private static final int THREADS = 4;
  private static final int NOTES = 250_000;
  private static final int LONGEST_BACKLOG = 8192;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path temporary;

  @Test
  void notesThatComeTooFastAreDroppedAndCountedAndLearningGoesOn() throws InterruptedException {
    AtomicReference<Instant> time = new AtomicReference<>(Instant.now());
    try (Sightings sightings = new Sightings(temporary, Optional.empty(), time::get)) {
      sightings.opened(navigation(time.get()));
      List<Thread> threads = new ArrayList<>();
      AtomicReference<Integer> longest = new AtomicReference<>(0);
      for (int thread = 0; thread < THREADS; thread++) {
        threads.add(new Thread(() -> flood(sightings, time.get(), longest)));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(longest.get()).isLessThanOrEqualTo(LONGEST_BACKLOG + THREADS);
      assertThat(sightings.dropped()).isBetween(1L, (long) THREADS * NOTES);
      await().atMost(PATIENCE).until(() -> sightings.backlog() == 0);
      time.set(time.get().plusSeconds(20));
      await().atMost(PATIENCE).until(() -> sightings.counted() == 1 && !sightings.listening());
    }
  }

  private static void flood(Sightings sightings, Instant now, AtomicReference<Integer> longest) {
    AssetRequest request = request(now);
    for (int i = 0; i < NOTES; i++) {
      sightings.asked(request);
      if (i % 100 == 0) {
        longest.accumulateAndGet(sightings.backlog(), Math::max);
      }
    }
  }

  static AssetRequest request(Instant now) {
    return new AssetRequest(
        Watched.person(1),
        Watched.DOMAIN,
        Watched.DOMAIN,
        "GET",
        200,
        "/a.png",
        "https://" + Watched.DOMAIN + "/",
        new FetchMetadata("image", "no-cors", ""),
        Audience.ANYONE,
        100,
        now);
  }

  static Navigation navigation(Instant now) {
    return new Navigation(
        Watched.person(1),
        Watched.PAGE,
        Watched.DOMAIN,
        FetchMetadata.NAVIGATION,
        List.of(),
        target -> false,
        target -> Optional.empty(),
        now);
  }
}
