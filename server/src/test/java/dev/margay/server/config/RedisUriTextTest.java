package dev.margay.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisUriTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://127.0.0.1:6379",
        "redis://redis",
        "redis://my_redis:6379/0",
        "rediss://user:p%40ss@cache.example:6380/2",
        "redis://[::1]:6379",
        "redis-sentinel://a:26379,b:26379/mymaster",
        "redis-cluster://:secret@a:7000,b:7001"
      })
  void aSchemeAndAHostAreEnough(String text) {
    assertThat(RedisUriText.parse(text).found()).contains(URI.create(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "127.0.0.1:6379",
        "localhost:6379",
        "http://secret@a",
        "redis:a",
        "redis://",
        "redis:///0",
        "redis://:secret@",
        "redis://:6379",
        "redis://a:secret:1@ b",
        "redis://a:99999",
        "redis://a,b",
        "redis-cluster://a,,b",
        "redis://:secret@a:b",
        "redis://:secret@a/first",
        "redis-sentinel://:secret@a:26379",
        "redis-cluster://:secret@a/1"
      })
  void anythingElseIsRefusedWithoutRepeatingAPassword(String text) {
    TextReading<URI> reading = RedisUriText.parse(text);

    assertThat(reading).isInstanceOf(TextReading.Misread.class);
    assertThat(((TextReading.Misread<URI>) reading).sentence("redis")).doesNotContain("secret");
  }
}
