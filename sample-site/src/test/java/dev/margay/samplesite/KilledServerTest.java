package dev.margay.samplesite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.margay.rcache.store.ContentStore;
import dev.margay.rcache.store.Proof;
import dev.margay.samplesite.HostedProcess.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at random moments, while files change and visitors ask for them. The long
 * campaign: {@code mvn test -pl sample-site -am -Dtest=KilledServerTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dmargay.kills=50}.
 */
class KilledServerTest {
  private static final int KILLS = Integer.getInteger("margay.kills", 3);
  private static final int LONGEST_MILLIS = 1_200;
  private static final Duration START = Duration.ofSeconds(40);

  @TempDir private Path temporary;

  @Test
  void afterEachKillTheCacheIsSoundAndNoAnswerEverLied() throws Exception {
    ChangingSite site = ChangingSite.of(temporary.resolve("site"), 30);
    long seed = Long.getLong("margay.seed", System.nanoTime());
    Random random = new Random(seed);
    long answers = 0;
    for (int kill = 1; kill <= KILLS; kill++) {
      try (HostedProcess server = serve();
          ChangingSite.Load load = site.new Load(server.address(), random.nextLong())) {
        await().atMost(START).until(() -> load.answers() > 5 || !load.failures().isEmpty());
        Thread.sleep(random.nextInt(LONGEST_MILLIS));
        server.kill();
        answers += load.answers();
        assertThat(load.failures()).as("kill %d of seed %d", kill, seed).isEmpty();
      }
      assertSound("kill " + kill + " of seed " + seed);
    }
    try (HostedProcess server = serve()) {
      await().untilAsserted(() -> assertThat(staged()).as("what crashes left").isZero());
      Said said = HostedProcess.run("cache", "verify", temporary.resolve("site").toString());
      assertThat(said.status()).as("seed %d: %s", seed, said.text()).isZero();
      assertThat(ProvenAnswer.get(server.address(), site.path(3), "br").tag()).isNotNull();
      assertThat(server.lines("cut or altered")).isEmpty();
    }
    System.out.printf("%d kills, %d answers, each proven (seed %d)%n", KILLS, answers, seed);
  }

  private HostedProcess serve() throws Exception {
    return HostedProcess.serve(temporary.resolve("site"), "--cache-size", "20MiB");
  }

  /** What {@code margay cache verify} does, without a process of its own. */
  private void assertSound(String when) throws IOException {
    ContentStore store = new ContentStore(temporary.resolve("site/.margay/r-cache"));
    store.forEach(
        entry ->
            assertThat(store.prove(entry))
                .as("%s: %s", when, entry.name())
                .isIn(Proof.SOUND, Proof.GONE));
  }

  private long staged() throws IOException {
    Path staging = temporary.resolve("site").resolve(".margay/r-cache/staging");
    try (Stream<Path> files = Files.list(staging)) {
      return files.count();
    }
  }
}
