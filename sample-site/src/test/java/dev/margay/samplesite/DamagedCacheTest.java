package dev.margay.samplesite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.margay.rcache.key.RepresentationKey;
import dev.margay.rcache.key.Tier;
import dev.margay.rcache.store.ContentStore;
import dev.margay.rcache.store.ContentStore.Entry;
import dev.margay.rcache.store.Proof;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One byte is flipped in every file of the cache. */
class DamagedCacheTest {
  private static final List<String> CODINGS = List.of("br", "zstd", "gzip");
  private static final int FILES = 4;

  @TempDir private Path temporary;

  private List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    new ContentStore(temporary.resolve("site/.margay/r-cache")).forEach(entries::add);
    return entries;
  }

  private static boolean isBest(Entry entry) {
    return RepresentationKey.parse(entry.name()).orElseThrow().tier() == Tier.BEST;
  }

  private Map<String, ProvenAnswer> askForAll(URI server) throws Exception {
    Map<String, ProvenAnswer> answers = new HashMap<>();
    for (int i = 0; i < FILES; i++) {
      for (String coding : CODINGS) {
        String path = "/file" + i + ".js";
        answers.put(path + " " + coding, ProvenAnswer.get(server, path, coding));
      }
    }
    return answers;
  }

  private void awaitBestTier() {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(entries().stream().filter(DamagedCacheTest::isBest))
                    .hasSize(FILES * CODINGS.size()));
  }

  @Test
  void theAnswersAreTheSameWithOneLogLineForEachFileAndEachIsMadeAgain() throws Exception {
    Path root = Files.createDirectories(temporary.resolve("site"));
    for (int i = 0; i < FILES; i++) {
      Files.write(root.resolve("file" + i + ".js"), ChangingSite.text(5_000 + 20_000 * i, i));
    }
    Map<String, ProvenAnswer> first;
    Map<String, ProvenAnswer> best;
    try (LocalServer server = LocalServer.serve(root, root, "2GiB")) {
      first = askForAll(server.address());
      awaitBestTier();
      best = askForAll(server.address());
    }
    int damaged = flipOneByteInEach();
    assertThat(HostedProcess.run("cache", "verify", root.toString()))
        .matches(said -> said.status() == 1)
        .matches(said -> lines(said.text()) == damaged);

    try (LocalServer server = LocalServer.serve(root, root, "2GiB")) {
      Map<String, ProvenAnswer> again = askForAll(server.address());
      again.forEach(
          (what, answer) ->
              assertThat(answer.same(first.get(what)) || answer.same(best.get(what)))
                  .as(what)
                  .isTrue());
      awaitBestTier();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  askForAll(server.address())
                      .forEach((what, answer) -> assertThat(answer.same(best.get(what))).isTrue()));
      assertThat(server.lines("was cut or altered", temporary))
          .hasSize(damaged)
          .doesNotHaveDuplicates();
    }
    ContentStore store = new ContentStore(root.resolve(".margay/r-cache"));
    store.forEach(entry -> assertThat(store.prove(entry)).isEqualTo(Proof.SOUND));
    assertThat(entries()).hasSize(damaged);
  }

  private static long lines(String text) {
    return text.lines().filter(line -> line.contains("was cut or altered")).count();
  }

  private int flipOneByteInEach() throws IOException {
    Random random = new Random(1);
    List<Entry> entries = entries();
    for (Entry entry : entries) {
      byte[] bytes = Files.readAllBytes(entry.file());
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(entry.file(), bytes);
    }
    return entries.size();
  }
}
