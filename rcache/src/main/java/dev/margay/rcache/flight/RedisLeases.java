package dev.margay.rcache.flight;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.UnifiedJedis;

/**
 * The leases of one scope in Redis: a key for each flight, whose value is its leader's token. Each
 * change is one script, which compares the token; each may be repeated without harm, as a client
 * does that lost a connection before it heard the answer. The hash tag puts all keys of a scope
 * into one slot of a cluster.
 */
final class RedisLeases implements AutoCloseable {
  private static final String TAKE =
      """
      if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
      if redis.call('GET', KEYS[1]) == ARGV[1] then return 1 end
      return 0
      """;

  private static final String RENEW =
      """
      local holder = redis.call('GET', KEYS[1])
      if holder == ARGV[1] then
        redis.call('PEXPIRE', KEYS[1], ARGV[2])
        return 1
      end
      if holder then return 0 end
      redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
      return 2
      """;

  /** Whoever may not publish still releases: those who wait poll as well. */
  private static final String RELEASE =
      """
      if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
      redis.call('DEL', KEYS[1])
      redis.pcall('PUBLISH', ARGV[2], ARGV[3])
      return 1
      """;

  private static final int TOGETHER = 500;

  /** How a wish to lead ended. */
  enum Taking {
    /** The lease is the asker's. */
    TAKEN,
    /** Another has it. */
    HELD
  }

  /** How a renewal ended. */
  enum Renewal {
    /** The lease lives on. */
    RENEWED,
    /** It was gone, as after a flush, and nobody had taken it: it is the asker's again. */
    RETAKEN,
    /** Another has it by now. */
    LOST
  }

  /** How a release ended. */
  enum Release {
    /** The flight is free, and those who wait were told. */
    RELEASED,
    /** The lease had ended, and another may have it. */
    NOT_HELD
  }

  private final UnifiedJedis client;
  private final String prefix;
  private final String timeToLive;

  RedisLeases(UnifiedJedis client, String scope, Duration timeToLive) {
    this.client = client;
    this.prefix = "margay:{" + scope + "}:";
    this.timeToLive = Long.toString(timeToLive.toMillis());
  }

  UnifiedJedis client() {
    return client;
  }

  /** Where the names of released flights are published. */
  String channel() {
    return prefix + "released";
  }

  private String key(String flight) {
    return prefix + "flight:" + flight;
  }

  Taking take(String flight, String token) {
    return script(TAKE, flight, token, timeToLive) == 1 ? Taking.TAKEN : Taking.HELD;
  }

  Renewal renew(String flight, String token) {
    return switch ((int) script(RENEW, flight, token, timeToLive)) {
      case 1 -> Renewal.RENEWED;
      case 2 -> Renewal.RETAKEN;
      default -> Renewal.LOST;
    };
  }

  /** Frees the flight and tells those who wait, if the lease still has this token. */
  Release release(String flight, String token) {
    long released = script(RELEASE, flight, token, channel(), flight);
    return released == 1 ? Release.RELEASED : Release.NOT_HELD;
  }

  /** The token of each flight's leader, in the same order; empty where nobody leads. */
  List<Optional<String>> holders(List<String> flights) {
    List<Optional<String>> holders = new ArrayList<>();
    for (int from = 0; from < flights.size(); from += TOGETHER) {
      List<String> some = flights.subList(from, Math.min(flights.size(), from + TOGETHER));
      client.mget(some.stream().map(this::key).toArray(String[]::new)).stream()
          .map(Optional::ofNullable)
          .forEach(holders::add);
    }
    return holders;
  }

  private long script(String script, String flight, String... arguments) {
    return (Long) client.eval(script, List.of(key(flight)), List.of(arguments));
  }

  @Override
  public void close() {
    client.close();
  }
}
