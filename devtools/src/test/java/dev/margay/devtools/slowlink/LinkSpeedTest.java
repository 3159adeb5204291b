package dev.margay.devtools.slowlink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.server.config.TextReading;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkSpeedTest {
  @ParameterizedTest
  @CsvSource({
    "7Mbit/s, 875000",
    "7Mb/s, 875000",
    "800kbit/s, 100000",
    "800kb/s, 100000",
    "8Kibit/s, 1024",
    "8Mibit/s, 1048576",
    "3kB/s, 3000",
    "3MB/s, 3000000",
    "3KiB/s, 3072",
    "3MiB/s, 3145728",
    "1.5MB/s, 1500000",
    "500, 500"
  })
  void bandwidthsHaveTheUnitsOfTheOriginal(String text, double bytes) {
    assertThat(LinkSpeed.parseBandwidth(text).found()).hasValue(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"7 Mbit/s", "7mbit/s", "7MB", "fast", "0", "-1", ""})
  void whatIsNoBandwidthIsAMistakeWithAnExample(String text) {
    assertThat(LinkSpeed.parseBandwidth(text)).isInstanceOf(TextReading.Misread.class);
    assertThat(((TextReading.Misread<Double>) LinkSpeed.parseBandwidth(text)).remedy())
        .contains("7Mbit/s");
  }

  @Test
  void latenciesAreInSecondsOrMilliseconds() {
    assertThat(LinkSpeed.parseLatency("210ms").found()).hasValue(Duration.ofMillis(210));
    assertThat(LinkSpeed.parseLatency("0.21s").found()).hasValue(Duration.ofMillis(210));
    assertThat(LinkSpeed.parseLatency("210").found()).isEmpty();
    assertThat(LinkSpeed.parseLatency("2h").found()).isEmpty();
    assertThat(LinkSpeed.parseLatency("61s").found()).isEmpty();
  }

  @Test
  void theEchoIsTheOriginals() {
    assertThat(new LinkSpeed(Duration.ofMillis(210), 875000))
        .hasToString("875000.0 bytes/second, 0.21 seconds");
  }
}
