package dev.margay.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"example.com", "localhost", "3com.example", "xn--mnchen-3ya.de", "10.0.0.1"})
  void labelsMakeAName(String name) {
    assertThat(HostNameText.parse(name).found()).contains(name);
  }

  @Test
  void namesAreLowerCased() {
    assertThat(HostNameText.parse("WWW.Example.COM").found()).contains("www.example.com");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://www.a.example/x | has a scheme  | www.a.example",
        "https://a.example:8443  | has a scheme  | a.example",
        "a.example/path          | has a path    | a.example",
        "a.example:8080          | has a port    | a.example",
        "*.a.example             | wildcard      | www.a.example",
        "a.example.              | ends with a dot | a.example",
        "münchen.de              | outside ASCII | xn--mnchen-3ya.de",
        "a_b.example             | not a host name | www.example.com",
        "-a.example              | not a host name | www.example.com",
        "a..example              | not a host name | www.example.com",
        "1.2.3                   | not a host name | www.example.com",
        "1.2.3.400               | not a host name | www.example.com",
        "::1                     | not a host name | www.example.com",
        "''                      | not a host name | www.example.com"
      })
  void whatSurroundsANameIsSaidAndTheNameSuggested(String text, String problem, String remedy) {
    TextReading<String> reading = HostNameText.parse(text);

    assertThat(reading).isInstanceOf(TextReading.Misread.class);
    TextReading.Misread<String> misread = (TextReading.Misread<String>) reading;
    assertThat(misread.problem()).contains(problem);
    assertThat(misread.remedy()).contains(remedy);
  }

  @Test
  void labelsHave63CharactersAtMostAndNames253() {
    assertThat(HostNameText.parse("a".repeat(63) + ".example").found()).isPresent();
    assertThat(HostNameText.parse("a".repeat(64) + ".example").found()).isEmpty();
    assertThat(HostNameText.parse("ab.".repeat(84) + "c").found()).isPresent();
    assertThat(HostNameText.parse("ab.".repeat(84) + "cd").found()).isEmpty();
  }
}
