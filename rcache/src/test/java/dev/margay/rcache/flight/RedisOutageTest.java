package dev.margay.rcache.flight;

import static dev.margay.rcache.flight.FlightLockContract.ended;
import static dev.margay.rcache.flight.FlightLockContract.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.margay.rcache.WarningsHeard;
import dev.margay.rcache.fault.RealRedis;
import dev.margay.rcache.fault.TcpProxy;
import dev.margay.rcache.flight.FlightLock.Ending;
import dev.margay.rcache.flight.FlightLock.Follower;
import dev.margay.rcache.flight.FlightLock.Leader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/** Processes of one scratch directory, and a Redis that fails one of them or all. */
class RedisOutageTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofMillis(250);
  private static final LeaseTiming TIMING =
      new LeaseTiming(
          Duration.ofSeconds(10), PATIENCE, Duration.ofMillis(100), Duration.ofMillis(400));

  @TempDir private Path temporary;
  private RealRedis redis;
  private TcpProxy proxy;
  private WarningsHeard heard;

  /** Two processes: the one whose line to Redis fails, and another whose line does not. */
  private RedisFlightLock troubled;

  private RedisFlightLock lucky;

  @BeforeEach
  void connect() throws Exception {
    redis = RealRedis.start();
    proxy = new TcpProxy(redis.port());
    heard = new WarningsHeard("Redis at 127.0.0.1:" + proxy.port());
    String scope = UUID.randomUUID().toString();
    Path file = temporary.resolve("flights.lock");
    // Within one process all channels of a file share its locks: one FileFlightLock for both.
    FileFlightLock files = new FileFlightLock(file);
    URI line = URI.create("redis://127.0.0.1:" + proxy.port());
    troubled = new RedisFlightLock(line, scope, files, TIMING);
    lucky = new RedisFlightLock(redis.uri(), scope, files, TIMING);
    await().until(() -> troubled.up() && lucky.up());
  }

  @AfterEach
  void disconnect() throws Exception {
    troubled.close();
    lucky.close();
    heard.close();
    proxy.close();
    redis.close();
  }

  private void awaitAway() {
    await().until(() -> !troubled.up());
  }

  private void awaitBack() {
    await().atMost(Duration.ofSeconds(20)).until(troubled::up);
  }

  private static Duration timeToEnter(FlightLock lock, String flight) throws IOException {
    long start = System.nanoTime();
    assertThat(lock.enter(flight)).isInstanceOf(Leader.class);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  void aCutLineIsOneWarningAndNobodyLeadsTwice() throws Exception {
    Leader before = (Leader) lucky.enter("before");
    proxy.cut();
    assertThat(troubled.enter("before")).isInstanceOf(Follower.class);
    assertThat(troubled.up()).isFalse();
    for (int i = 0; i < 20; i++) {
      FlightLock first = i % 2 == 0 ? troubled : lucky;
      FlightLock second = i % 2 == 0 ? lucky : troubled;
      assertThat(first.enter("flight " + i)).isInstanceOf(Leader.class);
      assertThat(second.enter("flight " + i)).isInstanceOf(Follower.class);
    }
    before.close();
    proxy.mend();
    awaitBack();
    assertThat(troubled.enter("before")).isInstanceOf(Leader.class);
    assertThat(lucky.enter("before")).isInstanceOf(Follower.class);
    assertThat(heard.messages()).hasSize(1);
    assertThat(troubled.outages()).isEqualTo(1);
  }

  @Test
  void aFollowerOfOneWithoutRedisIsReleased() throws Exception {
    proxy.cut();
    troubled.enter("to notice");
    Leader leader = (Leader) troubled.enter("a");
    CompletableFuture<Ending> wait = ended(lucky.enter("a"), LONG);
    Thread.sleep(100);
    assertThat(wait).isNotDone();
    leader.close();
    assertThat(result(wait)).isEqualTo(Ending.RELEASED);
  }

  @Test
  void aHangingLineIsWaitedForOnce() throws Exception {
    proxy.hang();
    assertThat(timeToEnter(troubled, "first")).isLessThan(PATIENCE.multipliedBy(3));
    Duration all = Duration.ZERO;
    for (int i = 0; i < 50; i++) {
      all = all.plus(timeToEnter(troubled, "flight " + i));
    }
    assertThat(all).as("fifty more").isLessThan(PATIENCE.multipliedBy(3));
    proxy.mend();
    awaitBack();
    assertThat(heard.messages()).hasSize(1);
  }

  @Test
  void aSlowLineCountsAsAway() throws Exception {
    proxy.delay(PATIENCE.multipliedBy(2));
    assertThat(timeToEnter(troubled, "first")).isLessThan(PATIENCE.multipliedBy(3));
    awaitAway();
    proxy.delay(Duration.ZERO);
    awaitBack();
    assertThat(heard.messages()).hasSize(1);
  }

  @Test
  void aFrozenRedisIsWaitedForOnceAndItsLeftoversAreCleared() throws Exception {
    redis.freeze();
    try {
      Leader leader = (Leader) troubled.enter("a");
      assertThat(lucky.enter("a")).isInstanceOf(Follower.class);
      leader.close();
    } finally {
      redis.thaw();
    }
    awaitBack();
    await().until(lucky::up);
    // What was asked of the frozen Redis it has done since: leases that nobody knows of.
    assertThat(troubled.enter("a")).isInstanceOf(Leader.class);
    assertThat(heard.messages()).hasSize(1);
  }

  @Test
  void aFollowerTurnsToTheFileWhenRedisFreezes() throws Exception {
    Leader leader = (Leader) lucky.enter("a");
    CompletableFuture<Ending> wait = ended(troubled.enter("a"), LONG);
    Thread.sleep(100);
    redis.freeze();
    try {
      awaitAway();
      assertThat(wait).isNotDone();
      leader.close();
      assertThat(result(wait)).isEqualTo(Ending.RELEASED);
    } finally {
      redis.thaw();
    }
  }

  @Test
  void aRestartBetweenTwoFlightsIsNoOutage() throws Exception {
    ((Leader) troubled.enter("a")).close();
    redis.restart();
    ((Leader) troubled.enter("a")).close();
    assertThat(heard.messages()).isEmpty();
    assertThat(troubled.up()).isTrue();
  }

  @Test
  void aStoppedRedisIsUsedAgainWhenItIsBack() throws Exception {
    Leader leader = (Leader) lucky.enter("long job");
    redis.stop();
    assertThat(timeToEnter(troubled, "a")).isLessThan(PATIENCE.multipliedBy(3));
    assertThat(troubled.enter("long job")).isInstanceOf(Follower.class);
    redis.restart();
    awaitBack();
    assertThat(troubled.enter("long job")).isInstanceOf(Follower.class);
    leader.close();
    assertThat(troubled.enter("long job")).isInstanceOf(Leader.class);
    assertThat(heard.messages()).hasSize(1);
  }

  @Test
  void anErrorCountsAsAway() throws Exception {
    try (RedisClient client = redis.client()) {
      client.configSet("maxmemory", "1");
      assertThat(timeToEnter(troubled, "a")).isLessThan(PATIENCE.multipliedBy(3));
      assertThat(troubled.up()).isFalse();
      client.configSet("maxmemory", "0");
    }
    awaitBack();
    assertThat(heard.messages()).hasSize(1);
  }

  @Test
  void whatIsAwayFromTheBeginningIsFoundLater() throws Exception {
    redis.stop();
    Path file = temporary.resolve("late.lock");
    try (RedisFlightLock late =
        new RedisFlightLock(redis.uri(), "late", new FileFlightLock(file), TIMING)) {
      assertThat(timeToEnter(late, "a")).isLessThan(PATIENCE);
      redis.restart();
      await().until(late::up);
    }
  }
}
