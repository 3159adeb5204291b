package dev.margay.server.visitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.margay.rcache.fault.RealRedis;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/** Two workers with one real Redis. */
class RedisSessionsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final AssetKey STYLE = new AssetKey(0x8123456789abcdefL);

  private static VisitorSession opened(SessionStore worker, SessionId id) {
    return worker.open(id).toCompletableFuture().join();
  }

  /** Each try is a session of its own. */
  private static void awaitShared(SessionStore from, SessionStore to) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              SessionId id = SessionId.fresh();
              from.sent(from.local(id), STYLE);
              TimeUnit.MILLISECONDS.sleep(50);
              return opened(to, id).has(STYLE);
            });
  }

  @Test
  void whatOneWorkerSentTheOtherKnows() throws Exception {
    try (RealRedis redis = RealRedis.start();
        RedisSessions one = new RedisSessions(redis.uri());
        RedisSessions other = new RedisSessions(redis.uri())) {
      awaitShared(one, other);
      awaitShared(other, one);
    }
  }

  @Test
  void whatTheOtherSentMeanwhileIsHeardAtTheNextOpening() throws Exception {
    try (RealRedis redis = RealRedis.start();
        RedisSessions one = new RedisSessions(redis.uri());
        RedisSessions other = new RedisSessions(redis.uri())) {
      awaitShared(one, other);
      SessionId id = SessionId.fresh();
      assertThat(opened(one, id).empty()).isTrue();
      other.sent(other.local(id), STYLE);
      await().atMost(PATIENCE).until(() -> opened(one, id).has(STYLE));
    }
  }

  @Test
  void aSessionIsKeptForHalfAnHour() throws Exception {
    try (RealRedis redis = RealRedis.start();
        RedisSessions worker = new RedisSessions(redis.uri());
        RedisClient client = redis.client()) {
      SessionId id = SessionId.fresh();
      worker.sent(worker.local(id), STYLE);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(client.ttl("margay:session:" + id.text())).isBetween(1700L, 1800L));
    }
  }

  @Test
  void whileRedisIsAwayOrFrozenEachWorkerKnowsWhatItSentItself() throws Exception {
    try (RealRedis redis = RealRedis.start();
        RedisSessions one = new RedisSessions(redis.uri());
        RedisSessions other = new RedisSessions(redis.uri())) {
      awaitShared(one, other);
      redis.freeze();
      SessionId id = SessionId.fresh();
      one.sent(one.local(id), STYLE);
      assertThat(opened(one, id).has(STYLE)).isTrue();
      assertThat(opened(other, id).has(STYLE)).isFalse();
      redis.thaw();
      redis.stop();
      assertThat(opened(one, id).has(STYLE)).isTrue();
      redis.restart();
      awaitShared(one, other);
    }
  }

  @Test
  void whatSomebodyElseWroteIsIgnored() throws Exception {
    try (RealRedis redis = RealRedis.start();
        RedisSessions one = new RedisSessions(redis.uri());
        RedisSessions other = new RedisSessions(redis.uri());
        RedisClient client = redis.client()) {
      awaitShared(one, other);
      SessionId id = SessionId.fresh();
      client.sadd("margay:session:" + id.text(), "no key", Long.toHexString(STYLE.bits()));
      VisitorSession session = opened(other, id);
      await().atMost(PATIENCE).until(() -> session.has(STYLE));
      assertThat(session.sent()).containsExactly(STYLE);
    }
  }
}
