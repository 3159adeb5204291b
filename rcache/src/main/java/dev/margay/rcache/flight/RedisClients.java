package dev.margay.rcache.flight;

import java.net.URI;
import java.time.Duration;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;
import redis.clients.jedis.UnifiedJedis;

/** Makes Jedis' client for each kind of address. */
public final class RedisClients {
  private static final int SENTINEL_PATIENCE_MILLIS = 1000;

  private RedisClients() {}

  /**
   * Looks at a URI, and asks nobody.
   *
   * @throws IllegalArgumentException if {@code redis} names no Redis
   */
  public static void check(URI redis) {
    RedisAddress.of(redis);
  }

  /**
   * A client for whoever has a thread of its own to wait on: a socket's time-out bounds one read
   * only, so no request may wait for what this client is asked.
   *
   * @param connections the most that may be open at once to one server
   * @param patience how long one read or connection may take
   * @throws IllegalArgumentException if {@code redis} names no Redis
   * @throws RuntimeException of Jedis' if a sentinel or a cluster does not answer
   */
  public static UnifiedJedis connect(URI redis, int connections, Duration patience) {
    return connect(RedisAddress.of(redis), connections, patience, patience);
  }

  /**
   * A client with a pool of connections. Sentinels and clusters are asked at once; a standalone
   * server is not.
   *
   * @param connections the most that may be open at once to one server
   * @param silence how long a subscriber hears nothing, not even a pong, before its connection
   *     counts as dead
   * @throws RuntimeException of Jedis' if a sentinel or a cluster does not answer
   */
  static UnifiedJedis connect(
      RedisAddress address, int connections, Duration patience, Duration silence) {
    JedisClientConfig config = config(address, patience, silence);
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(connections);
    pool.setMaxIdle(connections);
    pool.setMaxWait(patience);
    pool.setTestOnBorrow(true); // Redis may have been restarted since the connection was used
    pool.setJmxEnabled(false);
    return switch (address.kind()) {
      case STANDALONE, STANDALONE_TLS ->
          RedisClient.builder()
              .hostAndPort(address.hosts().get(0))
              .clientConfig(config)
              .poolConfig(pool)
              .build();
      case SENTINEL ->
          RedisSentinelClient.builder()
              .masterName(address.path())
              .sentinels(address.hostSet())
              .sentinelClientConfig(
                  DefaultJedisClientConfig.builder()
                      .resp2()
                      .timeoutMillis(SENTINEL_PATIENCE_MILLIS)
                      .build())
              .clientConfig(config)
              .poolConfig(pool)
              .build();
      case CLUSTER ->
          RedisClusterClient.builder()
              .nodes(address.hostSet())
              .clientConfig(config)
              .poolConfig(pool)
              .maxTotalRetriesDuration(patience)
              .build();
    };
  }

  /** RESP2, because every Redis and everything that stands in for one speaks it. */
  private static JedisClientConfig config(
      RedisAddress address, Duration patience, Duration silence) {
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder()
            .resp2()
            .timeoutMillis((int) patience.toMillis())
            .blockingSocketTimeoutMillis((int) silence.toMillis())
            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
            .database(address.database());
    address.user().ifPresent(config::user);
    address.password().ifPresent(config::password);
    if (address.kind() == RedisAddress.Kind.STANDALONE_TLS) {
      config.sslOptions(SslOptions.builder().sslVerifyMode(SslVerifyMode.FULL).build());
    }
    return config.build();
  }
}
