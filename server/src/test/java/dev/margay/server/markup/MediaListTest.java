package dev.margay.server.markup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaListTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "all",
        "screen",
        " SCREEN ",
        "only  screen",
        "print, screen",
        "not print"
      })
  void theseHoldOnEveryScreen(String media) {
    assertThat(MediaList.of(media)).isEqualTo(Applying.SURELY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "print",
        "speech",
        "not all",
        "not screen",
        "(min-width: 1px)",
        "screen and (max-width: 40em)",
        "print, (hover)",
        "(prefers-color-scheme: dark)",
        "tv",
        "\"",
        "screen and"
      })
  void theseMayNot(String media) {
    assertThat(MediaList.of(media)).isEqualTo(Applying.PERHAPS);
  }
}
