package dev.margay.samplesite.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.margay.rcache.fault.RealRedis;
import dev.margay.rcache.fault.Signals;
import dev.margay.samplesite.fault.Visitors.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The process that holds a job dies; others wait for that job. */
class KilledServerTest {
  private static final int SCRIPT_BYTES = 16_000_000;
  private static final int VISITORS_EACH = 10;
  private static final Duration TIME_TO_LIVE = Duration.ofSeconds(10);

  /** The visitors' patience, not a measure: how long it took is printed. */
  private static final Duration ENCODING = Duration.ofSeconds(50);

  @TempDir private Path temporary;
  private final List<ServerProcess> servers = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();
  private final ExecutorService watcher = Executors.newSingleThreadExecutor();

  @Test
  void withFilesTheNextLeadsAtOnce() throws Exception {
    Duration took = killTheLeader("--encode-wait", "60s");
    System.out.println("Succession by files, with encoding: " + took.toMillis() + " ms");
    assertThat(took).isLessThan(ENCODING);
  }

  @Test
  @EnabledIfSystemProperty(named = "margay.campaign", matches = "true")
  void withRedisTheNextLeadsWithinTheTimeToLive() throws Exception {
    try (RealRedis redis = RealRedis.start()) {
      Duration took = killTheLeader("--encode-wait", "60s", "--redis", redis.uri().toString());
      System.out.println("Succession by Redis, with encoding: " + took.toMillis() + " ms");
      assertThat(took).isLessThan(TIME_TO_LIVE.plus(ENCODING));
      double lost = 0;
      for (ServerProcess server : servers) {
        lost += server.metric("margay_flight_total", "leader_lost");
      }
      assertThat(lost).isPositive();
    }
  }

  /** Returns how long after the death the last survivor's visitor had a right answer. */
  private Duration killTheLeader(String... flags) throws Exception {
    SiteInFolder site = SiteInFolder.in(temporary.resolve("site"));
    start(site.folder(), flags);
    final String hash = site.script("new.js", SCRIPT_BYTES, 1);
    Visitors visitors = new Visitors();
    awaitHashed(visitors);
    // Watched from before it begins: on a busy machine it would be done before it is seen.
    Future<?> stopped = watcher.submit(() -> stopWhenEncoding(site.folder(), servers.get(0).pid()));
    final List<CompletableFuture<Answer>> doomed = askAll(visitors, ports.get(0));
    stopped.get();
    List<CompletableFuture<Answer>> others = new ArrayList<>(askAll(visitors, ports.get(1)));
    others.addAll(askAll(visitors, ports.get(2)));
    servers.remove(0).kill();
    long death = System.nanoTime();
    for (CompletableFuture<Answer> answer : others) {
      assertThat(answer.get()).isEqualTo(new Answer(200, "br", true, hash));
    }
    final Duration took = Duration.ofNanos(System.nanoTime() - death);
    for (CompletableFuture<Answer> answer : doomed) {
      assertThatExceptionOfType(ExecutionException.class).isThrownBy(answer::get);
    }
    assertThat(servers.get(0).made("br", "fast") + servers.get(1).made("br", "fast")).isEqualTo(1);
    return took;
  }

  @AfterEach
  void stopAll() {
    watcher.shutdownNow();
    servers.forEach(ServerProcess::close);
  }

  private void start(Path site, String... flags) throws Exception {
    boolean redis = List.of(flags).contains("--redis");
    for (int i = 0; i < 3; i++) {
      ports.add(RealRedis.freePort());
      servers.add(ServerProcess.start(site, ports.get(i), flags));
    }
    for (ServerProcess server : servers) {
      server.awaitStarted();
      await().until(() -> !redis || server.usesRedis());
    }
  }

  /** A large file is sent plain until it was hashed, and copied if it was just written to. */
  private void awaitHashed(Visitors visitors) throws InterruptedException {
    Thread.sleep(2500);
    for (int port : ports) {
      await().until(() -> visitors.ask(port, "/new.js", "identity").get().tagged());
    }
  }

  private static List<CompletableFuture<Answer>> askAll(Visitors visitors, int port) {
    List<CompletableFuture<Answer>> asked = new ArrayList<>();
    for (int i = 0; i < VISITORS_EACH; i++) {
      asked.add(visitors.ask(port, "/new.js", "br"));
    }
    return asked;
  }

  /** Stops a process once there is a staged file with something in it: its job is under way. */
  private static Void stopWhenEncoding(Path site, long pid) throws Exception {
    Path staging = site.resolve(".margay").resolve("r-cache").resolve("staging");
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> {
              try (Stream<Path> files = Files.list(staging)) {
                return files.anyMatch(file -> file.toFile().length() > 0);
              }
            });
    Signals.send("STOP", pid);
    return null;
  }
}
