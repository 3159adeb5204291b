package dev.margay.rcache.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.margay.rcache.WarningsHeard;
import dev.margay.rcache.fault.RealRedis;
import dev.margay.rcache.flight.FlightLock.Follower;
import dev.margay.rcache.flight.FlightLock.Leader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.util.JedisClusterCRC16;

/** A master that dies under its sentinel, and a cluster of three of which one dies. */
class RedisFailoverTest {
  private static final int SLOTS = 16_384;
  private static final Duration FAILOVER = Duration.ofSeconds(60);
  private static final LeaseTiming TIMING =
      new LeaseTiming(
          Duration.ofSeconds(10),
          Duration.ofSeconds(2),
          Duration.ofMillis(100),
          Duration.ofSeconds(1));

  @TempDir private Path temporary;

  /** Within one process all channels of a file share its locks: one for both. */
  private FileFlightLock files() {
    return new FileFlightLock(temporary.resolve("flights.lock"));
  }

  private static String key(String scope, String flight) {
    return "margay:{" + scope + "}:flight:" + flight;
  }

  @Test
  void whenTheMasterDiesFilesTakeOverAndThenTheNewMaster() throws Exception {
    try (RealRedis master = RealRedis.start();
        RealRedis replica =
            RealRedis.start("--replicaof", "127.0.0.1", Integer.toString(master.port()));
        RedisClient atReplica = replica.client()) {
      await()
          .atMost(FAILOVER)
          .until(() -> atReplica.info("replication").contains("link_status:up"));
      int port = RealRedis.freePort();
      Process sentinel = sentinel(port, master);
      await().atMost(FAILOVER).ignoreExceptions().until(() -> knowsAReplica(port));
      FileFlightLock files = files();
      URI uri = URI.create("redis-sentinel://127.0.0.1:" + port + "/the-master");
      try (WarningsHeard heard = new WarningsHeard("Redis at 127.0.0.1:" + port);
          RedisFlightLock one = new RedisFlightLock(uri, "scope", files, TIMING);
          RedisFlightLock other = new RedisFlightLock(uri, "scope", files, TIMING)) {
        await().atMost(FAILOVER).until(() -> one.up() && other.up());
        Leader before = (Leader) one.enter("before");
        master.stop();
        Leader meanwhile = (Leader) one.enter("meanwhile");
        assertThat(other.enter("meanwhile")).isInstanceOf(Follower.class);
        assertThat(other.enter("before")).isInstanceOf(Follower.class);

        await().atMost(FAILOVER).until(() -> one.up() && other.up());
        Leader after = (Leader) one.enter("after");
        try (RedisClient atNewMaster = replica.client()) { // who was connected before was cut off
          assertThat(atNewMaster.info("replication")).contains("role:master");
          assertThat(atNewMaster.exists(key("scope", "after"))).isTrue();
        }
        assertThat(other.enter("after")).isInstanceOf(Follower.class);
        for (Leader leader : List.of(before, meanwhile, after)) {
          leader.close();
        }
        assertThat(other.enter("before")).isInstanceOf(Leader.class);
        assertThat(heard.messages()).as("one for each lock").hasSizeLessThanOrEqualTo(2);
      } finally {
        sentinel.destroyForcibly().onExit().join();
      }
    }
  }

  private static boolean knowsAReplica(int sentinel) {
    try (Jedis client = new Jedis("127.0.0.1", sentinel)) {
      return !client.sentinelReplicas("the-master").isEmpty();
    }
  }

  private Process sentinel(int port, RealRedis master) throws Exception {
    Path config = temporary.resolve("sentinel.conf");
    Files.writeString(
        config,
        """
        port %d
        bind 127.0.0.1
        sentinel monitor the-master 127.0.0.1 %d 1
        sentinel down-after-milliseconds the-master 500
        sentinel failover-timeout the-master 3000
        """
            .formatted(port, master.port()));
    return new ProcessBuilder(RealRedis.executable(), config.toString(), "--sentinel")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  @Test
  void aClusterOfThreeHoldsEachScopeOnOneNodeAndTellsAllOfReleases() throws Exception {
    try (RealRedis first = node(0);
        RealRedis second = node(1);
        RealRedis third = node(2)) {
      List<RealRedis> nodes = List.of(first, second, third);
      join(nodes);
      URI uri = URI.create("redis-cluster://127.0.0.1:" + second.port());
      Set<String> heard = ConcurrentHashMap.newKeySet();
      JedisPubSub news =
          new JedisPubSub() {
            @Override
            public void onPMessage(String pattern, String channel, String message) {
              heard.add(channel + " " + message);
            }
          };
      try (Jedis listening = new Jedis("127.0.0.1", first.port(), 60_000)) {
        Thread listener = new Thread(() -> listening.psubscribe(news, "*"), "listener");
        listener.start();
        await().atMost(FAILOVER).until(news::isSubscribed);
        Set<Integer> used = new TreeSet<>();
        for (int i = 0; used.size() < nodes.size(); i++) {
          String scope = "scope-" + i;
          if (used.add(owner(scope))) {
            assertIsHeldBy(nodes.get(owner(scope)), uri, scope);
          }
        }
        await().atMost(FAILOVER).until(() -> heard.size() >= nodes.size());
        news.punsubscribe();
        listener.join();
      }
    }
  }

  /** Lock files of their own, so that Redis alone decides. */
  private void assertIsHeldBy(RealRedis node, URI uri, String scope) throws Exception {
    FileFlightLock ours = new FileFlightLock(temporary.resolve(scope + ".a"));
    FileFlightLock theirs = new FileFlightLock(temporary.resolve(scope + ".b"));
    try (RedisFlightLock one = new RedisFlightLock(uri, scope, ours, TIMING);
        RedisFlightLock other = new RedisFlightLock(uri, scope, theirs, TIMING);
        Jedis client = new Jedis("127.0.0.1", node.port())) {
      await().atMost(FAILOVER).until(() -> one.up() && other.up());
      Leader leader = (Leader) one.enter("a");
      assertThat(client.exists(key(scope, "a"))).isTrue();
      Follower follower = (Follower) other.enter("a");
      leader.close();
      assertThat(FlightLockContract.result(FlightLockContract.ended(follower, FAILOVER)))
          .isEqualTo(FlightLock.Ending.RELEASED);
      assertThat(other.enter("a")).isInstanceOf(Leader.class);
    }
  }

  @Test
  void whenANodeDiesFilesTakeOverUntilItIsBack() throws Exception {
    try (RealRedis first = node(0);
        RealRedis second = node(1);
        RealRedis third = node(2)) {
      List<RealRedis> nodes = List.of(first, second, third);
      join(nodes);
      RealRedis owner = nodes.get(owner("scope"));
      RealRedis another = nodes.get((owner("scope") + 1) % nodes.size());
      URI uri =
          URI.create("redis-cluster://127.0.0.1:" + another.port() + ",127.0.0.1:" + owner.port());
      FileFlightLock files = files();
      try (RedisFlightLock one = new RedisFlightLock(uri, "scope", files, TIMING);
          RedisFlightLock other = new RedisFlightLock(uri, "scope", files, TIMING)) {
        await().atMost(FAILOVER).until(() -> one.up() && other.up());
        owner.stop();
        assertThat(one.enter("a")).isInstanceOf(Leader.class);
        assertThat(other.enter("a")).isInstanceOf(Follower.class);
        owner.restart();
        await().atMost(FAILOVER).until(() -> one.up() && other.up());
        assertThat(one.enter("b")).isInstanceOf(Leader.class);
        assertThat(other.enter("b")).isInstanceOf(Follower.class);
      }
    }
  }

  private RealRedis node(int number) throws Exception {
    return RealRedis.start(
        "--cluster-enabled", "yes",
        "--cluster-node-timeout", "2000",
        "--cluster-config-file", temporary.resolve("node" + number + ".conf").toString());
  }

  /** A third of the slots for each. */
  private static void join(List<RealRedis> nodes) {
    for (int i = 0; i < nodes.size(); i++) {
      int from = firstSlot(i);
      try (Jedis client = new Jedis("127.0.0.1", nodes.get(i).port())) {
        client.clusterAddSlots(IntStream.range(from, firstSlot(i + 1)).toArray());
        client.clusterMeet("127.0.0.1", nodes.get(0).port());
      }
    }
    for (RealRedis node : nodes) {
      try (Jedis client = new Jedis("127.0.0.1", node.port())) {
        await().atMost(FAILOVER).until(() -> client.clusterInfo().contains("cluster_state:ok"));
        await().atMost(FAILOVER).until(() -> client.clusterInfo().contains("cluster_size:3"));
      }
    }
  }

  private static int firstSlot(int node) {
    return node * SLOTS / 3;
  }

  private static int owner(String scope) {
    int slot = JedisClusterCRC16.getSlot(key(scope, "a"));
    return slot < firstSlot(1) ? 0 : slot < firstSlot(2) ? 1 : 2;
  }
}
