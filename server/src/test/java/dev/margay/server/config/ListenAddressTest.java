package dev.margay.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:4043, 127.0.0.1, 4043",
    "[::1]:8443, ::1, 8443",
    "localhost:0, localhost, 0",
    ":8443, '', 8443",
    "0.0.0.0:65535, 0.0.0.0, 65535"
  })
  void hostAndPortAreReadAndWrittenBack(String text, String host, int port) {
    ListenAddress address = ListenAddress.parse(text).found().orElseThrow();

    assertThat(address).isEqualTo(new ListenAddress(host, port)).hasToString(text);
    assertThat(address.toSocketAddress().getPort()).isEqualTo(port);
  }

  @Test
  void noHostIsEveryAddress() {
    ListenAddress address = ListenAddress.parse(":8443").found().orElseThrow();

    assertThat(address.isEverywhere()).isTrue();
    assertThat(address.toSocketAddress().getAddress().isAnyLocalAddress()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "localhost:",
        "a:b",
        "::1:8443",
        "[::1]",
        "[::1:1",
        "[x]:1",
        "[1.2.3.4]:1",
        "https://localhost:1",
        "localhost:65536",
        "localhost:99999999999",
        "a b:1",
        "localhost:-1"
      })
  void anythingElseIsRefused(String text) {
    assertThat(ListenAddress.parse(text)).isInstanceOf(TextReading.Misread.class);
  }

  @Test
  void aBarePortIsAnsweredWithItsColon() {
    TextReading<ListenAddress> reading = ListenAddress.parse("8443");

    assertThat(((TextReading.Misread<ListenAddress>) reading).sentence("--listen"))
        .isEqualTo(
            "--listen: \"8443\" is not HOST:PORT; write :8443 to listen on every address, or 127.0.0.1:8443");
  }
}
