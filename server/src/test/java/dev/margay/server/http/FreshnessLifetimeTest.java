package dev.margay.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreshnessLifetimeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-age=172800|172800",
        "max-age=10, must-revalidate|10",
        "private,  Max-Age=31536000, immutable|31536000",
        "max-age=99999999999999999999|9223372036854775807",
        "no-cache|0",
        "no-cache, max-age=60|0",
        "max-age=60, no-store|0",
        "max-age=-1|0",
        "max-age=x|0",
        "max-age=|0",
        "s-maxage=60|0",
        "''|0",
      })
  void secondsThatABrowserMayUseAResponse(String cacheControl, long seconds) {
    assertThat(FreshnessLifetime.seconds(cacheControl)).isEqualTo(seconds);
  }

  @ParameterizedTest
  @CsvSource("0")
  void withoutTheFieldThereIsNoPromise(long seconds) {
    assertThat(FreshnessLifetime.seconds(null)).isEqualTo(seconds);
  }
}
