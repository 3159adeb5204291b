package dev.margay.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTextTest {
  @ParameterizedTest
  @CsvSource({
    "1048576, 1048576",
    "0, 0",
    "7B, 7",
    "2GiB, 2147483648",
    "2gib, 2147483648",
    "500MB, 500000000",
    "500 MB, 500000000",
    "1KiB, 1024",
    "3TB, 3000000000000"
  })
  void aNumberWithOrWithoutAUnitIsASize(String text, long bytes) {
    assertThat(ByteSizeText.parse(text).found()).contains(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2G", "GiB", "-1", "1.5GiB", "2GiB ", "99999999999TiB"})
  void anythingElseIsNot(String text) {
    assertThat(ByteSizeText.parse(text)).isInstanceOf(TextReading.Misread.class);
  }
}
