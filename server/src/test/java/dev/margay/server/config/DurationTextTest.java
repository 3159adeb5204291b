package dev.margay.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
  @ParameterizedTest
  @CsvSource({
    "2s, PT2S",
    "500ms, PT0.5S",
    "1m, PT1M",
    "3h, PT3H",
    "30d, PT720H",
    "0s, PT0S",
    "8760h, PT8760H"
  })
  void aNumberWithAUnitIsADuration(String text, Duration duration) {
    assertThat(DurationText.parse(text).found()).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "2", "s", "2 s", "-2s", "1.5s", "2w", "366d", "8761h", "999999999999999999h"})
  void anythingElseIsNot(String text) {
    assertThat(DurationText.parse(text)).isInstanceOf(TextReading.Misread.class);
  }
}
