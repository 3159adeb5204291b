package dev.margay.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "Sun Nov 06 08:49:37 1994"
      })
  void theThreeFormsMeanTheSameSecond(String text) {
    assertThat(HttpDate.parse(text)).contains(Instant.parse("1994-11-06T08:49:37Z"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Thursday, 01-Jan-70 00:00:00 GMT | 1970-01-01T00:00:00Z",
        "Tuesday, 31-Dec-69 23:59:59 GMT | 2069-12-31T23:59:59Z",
        "Wednesday, 01-Jan-25 00:00:00 GMT | 2025-01-01T00:00:00Z",
        "Saturday, 29-Feb-20 00:00:00 GMT | 2020-02-29T00:00:00Z",
        "Sat, 31 Dec 2016 23:59:60 GMT | 2017-01-01T00:00:00Z",
      })
  void oddButValidDatesAreRead(String text, Instant instant) {
    assertThat(HttpDate.parse(text)).contains(instant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "-1",
        "now",
        "784111777",
        "1994-11-06T08:49:37Z",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08:49:37 +0000",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "sun, 06 nov 1994 08:49:37 gmt",
        "Mon, 06 Nov 1994 08:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Foo 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 1994 08:60:00 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sun, 06-Nov-94 08:49:37 GMT",
        "Sunday, 06-Nov-1994 08:49:37 GMT",
        "Sun Nov 6 08:49:37 1994",
        "Sun Nov  6 08:49:37 1994 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT; length=10"
      })
  void anythingElseIsNoDate(String text) {
    assertThat(HttpDate.parse(text)).isEmpty();
  }

  @Test
  void formattingDropsTheFraction() {
    assertThat(HttpDate.format(Instant.parse("2024-03-05T06:07:08.999Z")))
        .isEqualTo("Tue, 05 Mar 2024 06:07:08 GMT");
  }

  @Test
  void instantsThatHaveNoFourDigitYearAreHeldToTheNearestThatHas() {
    assertThat(HttpDate.format(Instant.MAX)).isEqualTo("Fri, 31 Dec 9999 23:59:59 GMT");
    assertThat(HttpDate.format(Instant.MIN)).isEqualTo("Sat, 01 Jan 0000 00:00:00 GMT");
  }

  @Test
  void randomInstantsAreWrittenAsTheLibraryDoesAndReadBack() {
    DateTimeFormatter library =
        DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);
    DateTimeFormatter asctime =
        DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.US)
            .withZone(ZoneOffset.UTC);
    Random random = new Random(5322);
    for (int round = 0; round < 20_000; round++) {
      Instant instant = Instant.ofEpochSecond(random.nextLong(-60_000_000_000L, 250_000_000_000L));
      assertThat(HttpDate.format(instant)).isEqualTo(library.format(instant));
      assertThat(HttpDate.parse(HttpDate.format(instant))).contains(instant);
      assertThat(HttpDate.parse(asctime.format(instant))).contains(instant);
    }
  }
}
