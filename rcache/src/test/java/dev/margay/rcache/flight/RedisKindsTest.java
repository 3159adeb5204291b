package dev.margay.rcache.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.margay.rcache.fault.RealRedis;
import dev.margay.rcache.flight.FlightLock.Ending;
import dev.margay.rcache.flight.FlightLock.Follower;
import dev.margay.rcache.flight.FlightLock.Leader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Sentinel and Cluster, as small as they can be: one sentinel, one node with all slots. */
class RedisKindsTest {
  private static final int SLOTS = 16_384;
  private static final LeaseTiming TIMING =
      new LeaseTiming(
          Duration.ofSeconds(10),
          Duration.ofSeconds(2),
          Duration.ofMillis(100),
          Duration.ofMillis(400));

  @TempDir private Path temporary;

  @Test
  void aClusterIsUsed() throws Exception {
    String state = temporary.resolve("nodes.conf").toString();
    try (RealRedis node =
            RealRedis.start("--cluster-enabled", "yes", "--cluster-config-file", state);
        Jedis client = new Jedis("127.0.0.1", node.port())) {
      client.clusterAddSlots(IntStream.range(0, SLOTS).toArray());
      assertWorks(URI.create("redis-cluster://127.0.0.1:" + node.port() + ",localhost:1"));
    }
  }

  @Test
  void theMasterThatASentinelNamesIsUsed() throws Exception {
    try (RealRedis master = RealRedis.start()) {
      int port = RealRedis.freePort();
      Path config = temporary.resolve("sentinel.conf");
      Files.writeString(
          config,
          "port %d\nbind 127.0.0.1\nsentinel monitor the-master 127.0.0.1 %d 1\n"
              .formatted(port, master.port()));
      Process sentinel =
          new ProcessBuilder(RealRedis.executable(), config.toString(), "--sentinel")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        assertWorks(URI.create("redis-sentinel://127.0.0.1:" + port + "/the-master"));
      } finally {
        sentinel.destroyForcibly().onExit().join();
      }
    }
  }

  /** Lock files of their own, so that Redis alone decides. */
  private void assertWorks(URI uri) throws Exception {
    try (RedisFlightLock leading = open(uri, "a.lock");
        RedisFlightLock waiting = open(uri, "b.lock")) {
      await().atMost(Duration.ofSeconds(20)).until(() -> leading.up() && waiting.up());
      Leader leader = (Leader) leading.enter("a");
      assertThat(waiting.enter("a")).isInstanceOf(Follower.class);
      CompletableFuture<Ending> wait =
          FlightLockContract.ended(waiting.enter("a"), Duration.ofMinutes(1));
      leader.close();
      assertThat(FlightLockContract.result(wait)).isEqualTo(Ending.RELEASED);
      assertThat(waiting.enter("a")).isInstanceOf(Leader.class);
    }
  }

  private RedisFlightLock open(URI uri, String file) throws IOException {
    FileFlightLock files = new FileFlightLock(temporary.resolve(file));
    return new RedisFlightLock(uri, "scope", files, TIMING);
  }
}
