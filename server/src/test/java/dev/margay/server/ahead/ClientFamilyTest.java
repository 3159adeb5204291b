package dev.margay.server.ahead;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientFamilyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/156.0.0.0 Safari/537.36|Chrome",
        "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0|Firefox",
        "Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML) Version/18.0 Safari/605.1.15|Safari",
        "Java-http-client/17.0.15|Java-http-client",
        "nghttp2/1.52.0|nghttp2",
        "curl/7.88.1|curl",
        "my client (with words)|my",
      })
  void versionsDoNotMatter(String userAgent, String family) {
    assertThat(ClientFamily.of(userAgent).name()).isEqualTo(family);
  }

  @ParameterizedTest
  @CsvSource({"4000", "33"})
  void aNameIsAtMostThirtyTwoCharacters(int length) {
    assertThat(ClientFamily.of("x".repeat(length)).name()).hasSize(32);
  }
}
