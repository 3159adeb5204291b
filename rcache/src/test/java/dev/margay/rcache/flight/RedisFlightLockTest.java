package dev.margay.rcache.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.margay.rcache.OtherProcess;
import dev.margay.rcache.WarningsHeard;
import dev.margay.rcache.fault.RealRedis;
import dev.margay.rcache.flight.FlightLock.Ending;
import dev.margay.rcache.flight.FlightLock.Follower;
import dev.margay.rcache.flight.FlightLock.Leader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/** Each lock has a lock file of its own here, so that Redis alone decides. */
class RedisFlightLockTest extends FlightLockContract {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration TIME_TO_LIVE = Duration.ofSeconds(1);
  private static final LeaseTiming TIMING =
      new LeaseTiming(
          TIME_TO_LIVE, Duration.ofSeconds(2), Duration.ofMillis(100), Duration.ofMillis(400));

  private static RealRedis redis;

  private final String scope = UUID.randomUUID().toString();
  @TempDir private Path temporary;

  @BeforeAll
  static void startRedis() throws Exception {
    redis = RealRedis.start();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @Override
  RedisFlightLock newLock() {
    return connected(redis.uri(), scope, temporary.resolve(UUID.randomUUID() + ".lock"), TIMING);
  }

  private RedisFlightLock openRedis() throws IOException {
    return (RedisFlightLock) open();
  }

  static RedisFlightLock connected(URI uri, String scope, Path file, LeaseTiming timing) {
    RedisFlightLock lock = new RedisFlightLock(uri, scope, new FileFlightLock(file), timing);
    await().until(lock::up);
    return lock;
  }

  private String key(String flight) {
    return "margay:{" + scope + "}:flight:" + flight;
  }

  @Test
  void scopesAreIndependent() throws IOException {
    RedisFlightLock other =
        connected(redis.uri(), "another", temporary.resolve("another.lock"), TIMING);
    try (other) {
      assertThat(open().enter("a")).isInstanceOf(Leader.class);
      assertThat(other.enter("a")).isInstanceOf(Leader.class);
    }
  }

  @Test
  void aRenewedLeadLastsLongerThanTheTimeToLive() throws Exception {
    Leader leader = (Leader) open().enter("a");
    CompletableFuture<Ending> wait = ended(open().enter("a"), LONG);
    Thread.sleep(TIME_TO_LIVE.multipliedBy(2).toMillis());
    assertThat(wait).isNotDone();
    leader.close();
    assertThat(result(wait)).isEqualTo(Ending.RELEASED);
  }

  @Test
  void newsOfAReleaseComeBeforeAnyPoll() throws Exception {
    FlightLock leading = open();
    FlightLock waiting = open();
    for (int round = 0; round < 10; round++) {
      Leader leader = (Leader) leading.enter("a");
      CompletableFuture<Ending> wait = ended(waiting.enter("a"), LONG);
      long start = System.nanoTime();
      leader.close();
      assertThat(result(wait)).isEqualTo(Ending.RELEASED);
      if (Duration.ofNanos(System.nanoTime() - start).toMillis() < 25) {
        return; // polls are 50 ms apart at least
      }
    }
    assertThat(false).as("in ten rounds no wait ended within 25 ms").isTrue();
  }

  @Test
  void whoMissesTheNewsPolls() throws Exception {
    FlightLock waiting = open();
    try (RedisClient client = redis.client()) {
      client.eval("return redis.call('SET', KEYS[1], 'x', 'PX', 60000)", 1, key("a"));
      CompletableFuture<Ending> wait = ended(waiting.enter("a"), LONG);
      assertThat(wait).isNotDone();
      Thread.sleep(100);
      client.set(key("a"), "another");
      assertThat(result(wait)).as("taken up by another").isEqualTo(Ending.RELEASED);
    }
  }

  @Test
  void aKilledLeaderIsSucceededWithinTheTimeToLive() throws Exception {
    RedisFlightLock survivor = openRedis();
    try (OtherProcess other =
        OtherProcess.start(
            Entering.class,
            redis.uri().toString(),
            scope,
            temporary.resolve("other.lock").toString())) {
      other.say("a");
      assertThat(other.line()).isEqualTo("leads");
      CompletableFuture<Ending> wait = ended(survivor.enter("a"), LONG);
      Thread.sleep(TIME_TO_LIVE.toMillis() + 500);
      assertThat(wait).as("it lives").isNotDone();
      long death = System.nanoTime();
      other.kill();
      assertThat(result(wait)).isEqualTo(Ending.LEADER_LOST);
      assertThat(Duration.ofNanos(System.nanoTime() - death))
          .isLessThan(TIME_TO_LIVE.plusMillis(600)); // and two polls
      assertThat(survivor.enter("a")).isInstanceOf(Leader.class);
    }
  }

  @Test
  void aLeadIsTakenAnewAfterAFlush() throws Exception {
    RedisFlightLock lock = openRedis();
    assertThat(lock.enter("a")).isInstanceOf(Leader.class);
    try (RedisClient client = redis.client()) {
      client.del(key("a"));
      await().until(() -> client.exists(key("a")));
    }
    assertThat(open().enter("a")).isInstanceOf(Follower.class);
    assertThat(lock.leasesLost()).isZero();
  }

  @Test
  void anothersLeaseIsNeitherRenewedNorReleased() throws Exception {
    RedisFlightLock lock = openRedis();
    Leader leader = (Leader) lock.enter("a");
    try (RedisClient client = redis.client()) {
      client.set(key("a"), "another");
      await().until(() -> lock.leasesLost() > 0);
      leader.close();
      assertThat(client.get(key("a"))).isEqualTo("another");
    }
  }

  @Test
  void whoeverCannotLockFilesLeadsByRedisAlone() throws Exception {
    Path folder = temporary.resolve("a-file");
    Files.writeString(folder, "not a folder");
    try (RedisFlightLock lock =
        connected(redis.uri(), scope, folder.resolve("flights.lock"), TIMING)) {
      Leader leader = (Leader) lock.enter("a");
      assertThat(open().enter("a")).isInstanceOf(Follower.class);
      leader.close();
      assertThat(open().enter("a")).isInstanceOf(Leader.class);
    }
  }

  @Test
  void passwordsAndDatabasesAreUsed() throws Exception {
    try (RealRedis guarded = RealRedis.start("--requirepass", "a b:c");
        WarningsHeard heard = new WarningsHeard(Integer.toString(guarded.port()))) {
      URI right = URI.create("redis://:a%20b%3Ac@127.0.0.1:" + guarded.port() + "/3");
      try (RedisFlightLock lock = connected(right, scope, temporary.resolve("a.lock"), TIMING)) {
        assertThat(lock.enter("a")).isInstanceOf(Leader.class);
      }
      assertThat(heard.messages()).isEmpty();
      URI wrong = URI.create("redis://:secret@127.0.0.1:" + guarded.port());
      try (RedisFlightLock lock =
          new RedisFlightLock(
              wrong, scope, new FileFlightLock(temporary.resolve("b.lock")), TIMING)) {
        assertThat(lock.enter("a")).isInstanceOf(Leader.class);
        await().until(() -> !heard.messages().isEmpty());
        assertThat(lock.up()).isFalse();
        assertThat(heard.messages()).hasSize(1).noneMatch(line -> line.contains("secret"));
      }
    }
  }

  /** Enters each flight that it is told, and says what came of it. */
  static final class Entering {
    public static void main(String[] arguments) throws IOException {
      try (FlightLock lock =
          connected(URI.create(arguments[0]), arguments[1], Path.of(arguments[2]), TIMING)) {
        for (String flight = OtherProcess.told(); !flight.isEmpty(); flight = OtherProcess.told()) {
          OtherProcess.tell(lock.enter(flight) instanceof Leader ? "leads" : "follows");
        }
      }
    }
  }
}
