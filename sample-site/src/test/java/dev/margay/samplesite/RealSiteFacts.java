package dev.margay.samplesite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What holds of every file of a real site, in the order of a server's life: a first visit, the best
 * tier, many more visits, a restart. Subclasses say which site, and over which protocol.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class RealSiteFacts {
  private static final int VISITORS = 4;
  private static final int CODED = 3;
  private static final int WORTH_CODING = 64;

  private final Map<String, List<Sent>> first = new ConcurrentHashMap<>();
  private final Map<String, List<Sent>> best = new ConcurrentHashMap<>();
  private Map<String, FileFacts> files;
  private RealSite site;
  private Path scratch;
  private RunningServer server;

  /** The site. May abort the class with a reason where there is none. */
  abstract RealSite site() throws Exception;

  abstract RunningServer start(RealSite site, Path scratch) throws Exception;

  /**
   * How long the best tier of the whole site may take: it takes less than a minute, but yields to
   * all else that the machine has to do.
   */
  Duration patience() {
    return Duration.ofMinutes(5);
  }

  @BeforeAll
  void startServer(@TempDir Path folder) throws Exception {
    scratch = folder;
    site = site();
    files = new LinkedHashMap<>();
    site.files().forEach(path -> files.put(site.target(path), FileFacts.of(site, path)));
    server = start(site, scratch);
  }

  @AfterAll
  void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  @Order(1)
  void aFirstVisitGetsEveryFileInEveryCoding() throws Exception {
    forEachFile((file, visitor) -> first.put(file.target(), visitor.everyRepresentation()));
    assertThat(first).hasSameSizeAs(files);
  }

  @Test
  @Order(2)
  void theBestTierTakesOverAndIsNoLarger() throws Exception {
    assumeThat(first).as("the first visit went well").hasSameSizeAs(files);
    long jobs = CODED * contentsWorthCoding();
    await().atMost(patience()).until(() -> server.made("best") >= jobs);
    forEachFile(
        (file, visitor) -> {
          List<Sent> before = first.get(file.target());
          List<Sent> now = new ArrayList<>();
          for (int i = 0; i < before.size(); i++) {
            Sent sent = visitor.whole(Sent.CODINGS.get(i));
            assertThat(sent.bytes().length)
                .as("%s in %s", file.target(), sent.coding())
                .isLessThanOrEqualTo(before.get(i).bytes().length);
            now.add(sent);
          }
          best.put(file.target(), now);
        });
  }

  @Test
  @Order(3)
  void nothingWasMadeTwice() {
    assumeThat(best).as("the best tier took over").hasSameSizeAs(files);
    long jobs = CODED * contentsWorthCoding();
    assertThat(server.made("fast")).isEqualTo(jobs);
    assertThat(server.made("best")).isEqualTo(jobs);
  }

  @Test
  @Order(4)
  void everyTagOfAFileEarnsNotModifiedWhereItsCodingIsAccepted() throws Exception {
    assumeThat(best).as("the best tier took over").hasSameSizeAs(files);
    forEachFile((file, visitor) -> visitor.tagsAreHonoured(everSentOf(file)));
  }

  @Test
  @Order(5)
  void headTellsWhatGetWould() throws Exception {
    forEachFile((file, visitor) -> Sent.CODINGS.forEach(visitor::headIsGetWithoutBytes));
  }

  @Test
  @Order(6)
  void rangesArePartsOfOneRepresentation() throws Exception {
    assumeThat(best).as("the best tier took over").hasSameSizeAs(files);
    readRanges();
  }

  @Test
  @Order(7)
  void aRestartMakesNothingAnew() throws Exception {
    assumeThat(best).as("the best tier took over").hasSameSizeAs(files);
    server.close();
    server = start(site, scratch);
    forEachFile((file, visitor) -> visitor.theTagThatWouldBeSentIsPreferred(bestOf(file)));
    forEachFile(
        (file, visitor) ->
            assertThat(visitor.everyRepresentation())
                .as(file.target())
                .extracting(Sent::tag)
                .isEqualTo(bestOf(file).stream().map(Sent::tag).toList()));
    readRanges();
    assertThat(server.made("fast")).isZero();
    assertThat(server.made("best")).isZero();
  }

  private void readRanges() throws Exception {
    forEachFile(
        (file, visitor) -> {
          Random random = new Random(file.target().hashCode());
          for (Sent sent : distinct(bestOf(file))) {
            new RangeReader(server.browser(), file, sent, random).readParts();
          }
        });
  }

  private List<Sent> bestOf(FileFacts file) {
    return best.get(file.target());
  }

  private List<Sent> everSentOf(FileFacts file) {
    List<Sent> all = new ArrayList<>(first.get(file.target()));
    all.addAll(bestOf(file));
    return distinct(all);
  }

  private static List<Sent> distinct(List<Sent> several) {
    Map<String, Sent> byTag = new LinkedHashMap<>();
    several.forEach(sent -> byTag.put(sent.tag(), sent));
    return List.copyOf(byTag.values());
  }

  private long contentsWorthCoding() {
    Set<String> contents = new HashSet<>();
    files.values().stream()
        .filter(FileFacts::negotiable)
        .filter(file -> file.content().length >= WORTH_CODING)
        .forEach(file -> contents.add(Tag.of(file.content(), "identity", file.content())));
    return contents.size();
  }

  /** Several visitors at once, each with other files. */
  private void forEachFile(BiConsumer<FileFacts, Visitor> visit) throws Exception {
    ExecutorService visitors = Executors.newFixedThreadPool(VISITORS);
    try {
      List<Future<?>> visits = new ArrayList<>();
      for (FileFacts file : files.values()) {
        visits.add(visitors.submit(() -> visit.accept(file, new Visitor(server.browser(), file))));
      }
      for (Future<?> one : visits) {
        one.get();
      }
    } finally {
      visitors.shutdownNow();
    }
  }
}
