package dev.margay.samplesite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.store.ContentStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Content of three times the quota and more is requested in turn, from two processes. */
class QuotaTest {
  private static final long QUOTA = 4L << 20;
  private static final int FILES = 30;
  private static final int SIZE = 120_000;

  /** Slow enough for the favourite to be used again before the quota's worth of others is made. */
  private static final int PACE_MILLIS = 100;

  @TempDir private Path temporary;

  /** What the cache holds at one moment. */
  private record Sample(long space, long settled, Set<String> contents) {}

  private Sample sample() throws IOException {
    Instant now = Instant.now();
    long[] sums = new long[2];
    Set<String> contents = new HashSet<>();
    new ContentStore(temporary.resolve("site/.margay/r-cache"))
        .forEach(
            entry -> {
              sums[0] += entry.space();
              boolean inFlight = Duration.between(entry.lastUse(), now).toMillis() < 3_000;
              sums[1] += inFlight ? 0 : entry.space();
              contents.add(entry.name().substring(0, 64));
            });
    return new Sample(sums[0], sums[1], contents);
  }

  @Test
  void theCacheStaysBelowItsQuotaAndTheRecentlyUsedSurvive() throws Exception {
    Path root = Files.createDirectories(temporary.resolve("site"));
    List<String> contents = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      byte[] bytes = ChangingSite.text(SIZE, i);
      contents.add(ContentHash.of(bytes).hex());
      Files.write(root.resolve("file" + i + ".js"), bytes);
    }
    List<Sample> samples = new ArrayList<>();
    try (LocalServer one = LocalServer.serve(root, root, "4MiB");
        HostedProcess two = HostedProcess.serve(root, "--cache-size", "4MiB")) {
      for (int i = 0; i < FILES; i++) {
        URI server = i % 2 == 0 ? one.address() : two.address();
        for (String coding : List.of("zstd", "gzip")) {
          assertThat(ProvenAnswer.get(server, "/file" + i + ".js", coding).tag()).isNotNull();
        }
        ProvenAnswer.get(one.address(), "/file0.js", "zstd");
        samples.add(sample());
        Thread.sleep(PACE_MILLIS);
      }
      await().atMost(Duration.ofSeconds(20)).until(() -> sample().space() <= QUOTA);
      assertThat(one.lines("WARN", temporary)).isEmpty();
      assertThat(two.lines("WARN")).isEmpty();
    }
    assertThat(samples).allSatisfy(s -> assertThat(s.settled()).isLessThanOrEqualTo(QUOTA));
    assertThat(sample().contents())
        .as("the favourite, and what came last, but not what came second")
        .contains(contents.get(0), contents.get(FILES - 1))
        .doesNotContain(contents.get(1));
    System.out.printf(
        "quota %d, at most %d with what was in flight%n",
        QUOTA, samples.stream().mapToLong(Sample::space).max().orElseThrow());
  }
}
