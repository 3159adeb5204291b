package dev.margay.devtools.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.devtools.reload.FileWatch.Means;
import dev.margay.server.catalog.SiteRoot;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileWatchTest {
  @TempDir Path folder;
  private Path site;
  private FileWatch watch;
  private final Queue<ChangedFiles> told = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void makeSite() throws IOException {
    site = Files.createDirectories(folder.toRealPath().resolve("site"));
    Files.createDirectories(site.resolve("css/deep"));
    Files.createDirectories(site.resolve(".git"));
    Files.createDirectories(site.resolve(".well-known"));
    Files.writeString(site.resolve("css/deep/a.css"), "a");
  }

  @AfterEach
  void stop() {
    watch.close();
  }

  @ParameterizedTest
  @EnumSource
  void aFileInAFolderOfAFolderIsTold(Means means) throws IOException {
    start(means);
    Files.writeString(site.resolve("css/deep/a.css"), "another");
    awaitTold("css/deep/a.css");
  }

  @ParameterizedTest
  @EnumSource
  void filesInANewFolderAreTold(Means means) throws IOException {
    start(means);
    Files.createDirectories(site.resolve("js/parts"));
    Files.writeString(site.resolve("js/parts/b.js"), "b");
    awaitTold("js/parts/b.js");
    Files.writeString(site.resolve("js/parts/b.js"), "later");
    told.clear();
    Files.writeString(site.resolve("js/parts/c.js"), "c");
    awaitTold("js/parts/c.js");
  }

  @ParameterizedTest
  @EnumSource
  void removedFilesAreTold(Means means) throws IOException {
    start(means);
    Files.delete(site.resolve("css/deep/a.css"));
    awaitTold("css/deep/a.css");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotShownIsNotTold(Means means) throws IOException {
    start(means);
    Files.writeString(site.resolve(".git/index"), "x");
    Files.writeString(site.resolve(".env"), "x");
    Files.writeString(site.resolve("page.html.push-list"), "x");
    Files.writeString(site.resolve(".well-known/security.txt"), "x");
    awaitTold(".well-known/security.txt");
    assertThat(all()).containsOnly(site.resolve(".well-known/security.txt"));
  }

  @ParameterizedTest
  @EnumSource
  void manyFilesAtOnceAreAllTold(Means means) throws IOException {
    start(means);
    for (int i = 0; i < 2000; i++) {
      Files.writeString(site.resolve("css/" + i + ".css"), "x");
    }
    Awaitility.await()
        .atMost(30, TimeUnit.SECONDS)
        .untilAsserted(
            () -> {
              for (int i = 0; i < 2000; i++) {
                assertThat(all()).contains(site.resolve("css/" + i + ".css"));
              }
            });
  }

  @ParameterizedTest
  @EnumSource
  void aFileIsNotToldWhileItIsOpenForWriting(Means means) throws Exception {
    start(means);
    try (OutputStream out = Files.newOutputStream(site.resolve("css/deep/a.css"))) {
      out.write('x');
      out.flush();
      Thread.sleep(600); // many times as long as a burst, and a good deal less than the longest
      assertThat(told).isEmpty();
      out.write('y');
    }
    awaitTold("css/deep/a.css");
  }

  @ParameterizedTest
  @EnumSource
  void aRootThatIsPointedElsewhereIsWatchedThere(Means means) throws IOException {
    Path second = Files.createDirectories(folder.toRealPath().resolve("second"));
    Path link = Files.createSymbolicLink(folder.resolve("current"), site);
    start(means, link);
    Files.delete(link);
    Files.createSymbolicLink(link, second);
    Awaitility.await()
        .atMost(30, TimeUnit.SECONDS)
        .until(
            () -> {
              Files.writeString(second.resolve("x.css"), "x" + System.nanoTime());
              return all().contains(second.resolve("x.css"));
            });
  }

  private void start(Means means) throws IOException {
    start(means, site);
  }

  /** Returns once the watch is known to see. */
  private void start(Means means, Path root) throws IOException {
    WatchedSite watched =
        new WatchedSite(root, new SiteRoot(root, List.of()), Set.of("localhost"), false);
    watch = new FileWatch(List.of(watched), told::add, means);
    watch.start();
    Path probe = site.resolve("probe.txt");
    Awaitility.await()
        .atMost(30, TimeUnit.SECONDS)
        .pollInterval(200, TimeUnit.MILLISECONDS)
        .until(
            () -> {
              Files.writeString(probe, "x" + System.nanoTime());
              return all().contains(probe);
            });
    long seen = -1;
    while (seen != told.size()) { // until no burst of the probe is left
      seen = told.size();
      Awaitility.await().pollDelay(400, TimeUnit.MILLISECONDS).until(() -> true);
    }
    told.clear();
  }

  private void awaitTold(String name) {
    Awaitility.await()
        .atMost(30, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(all()).contains(site.resolve(name)));
  }

  private Set<Path> all() {
    return told.stream().flatMap(burst -> burst.files().stream()).collect(Collectors.toSet());
  }
}
