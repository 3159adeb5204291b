package dev.margay.rcache.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.margay.rcache.flight.RedisAddress.Kind;
import java.net.URI;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

class RedisAddressTest {
  private static RedisAddress read(String uri) {
    return RedisAddress.of(URI.create(uri));
  }

  @Test
  void oneServer() {
    RedisAddress address = read("redis://cache.example");
    assertThat(address.kind()).isEqualTo(Kind.STANDALONE);
    assertThat(address.hosts()).containsExactly(new HostAndPort("cache.example", 6379));
    assertThat(address.user()).isEmpty();
    assertThat(address.password()).isEmpty();
    assertThat(address.database()).isZero();
  }

  @Test
  void oneServerOverTlsWithEverything() {
    RedisAddress address = read("rediss://us%40er:p%3Aa+s%2Fs@[::1]:6380/2");
    assertThat(address.kind()).isEqualTo(Kind.STANDALONE_TLS);
    assertThat(address.hosts()).containsExactly(new HostAndPort("::1", 6380));
    assertThat(address.user()).contains("us@er");
    assertThat(address.password()).contains("p:a+s/s");
    assertThat(address.database()).isEqualTo(2);
  }

  @Test
  void aPasswordWithoutAUser() {
    RedisAddress address = read("redis://:secret@a");
    assertThat(address.user()).isEmpty();
    assertThat(address.password()).contains("secret");
  }

  @Test
  void sentinelsAndTheMastersName() {
    RedisAddress address = read("redis-sentinel://:secret@a_1,b:26380/my-master");
    assertThat(address.kind()).isEqualTo(Kind.SENTINEL);
    assertThat(address.hosts())
        .containsExactly(new HostAndPort("a_1", 26379), new HostAndPort("b", 26380));
    assertThat(address.path()).isEqualTo("my-master");
    assertThat(address.database()).isZero();
  }

  @Test
  void nodesOfACluster() {
    RedisAddress address = read("redis-cluster://a:7000,b:7001,c");
    assertThat(address.kind()).isEqualTo(Kind.CLUSTER);
    assertThat(address.hostSet()).hasSize(3).contains(new HostAndPort("c", 6379));
  }

  @Test
  void aPasswordIsNeverPrinted() {
    assertThat(read("redis-cluster://u:secret@a:7000,b")).hasToString("a:7000,b:6379");
  }

  @Test
  void whatIsNoRedisIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> read("http://a"));
    assertThatIllegalArgumentException().isThrownBy(() -> read("redis:///0"));
  }
}
