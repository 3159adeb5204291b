package dev.margay.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.0/8, 127.255.255.255, true",
    "127.0.0.0/8, 128.0.0.0, false",
    "10.1.2.3, 10.1.2.3, true",
    "10.1.2.3, 10.1.2.4, false",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.128/25, 192.0.2.200, true",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, ::1, false",
    "::1, ::1, true",
    "fd00::/8, fdff::1, true",
    "fd00::/8, fe00::1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::ffff:10.0.0.0/104, 10.9.9.9, true",
    "10.0.0.0/8, ::ffff:10.9.9.9, true"
  })
  void containsWhatSharesItsPrefix(String range, String address, boolean contained)
      throws Exception {
    assertThat(AddressRange.parse(range).orElseThrow().contains(InetAddress.getByName(address)))
        .isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/8",
        "localhost",
        "example.com/8",
        "1.2.3",
        "1.2.3.4.5",
        "256.0.0.1",
        "01.2.3.4",
        "1.2.3.4/33",
        "1.2.3.4/-1",
        "1.2.3.4/08",
        "1.2.3.4/",
        "::1/129",
        "fe80::1%1",
        "0x7f.0.0.1",
        "[::1]",
        "::ffff:1.2.3.4/95",
        ":::",
        "10.0.0.0/8/8",
        "abc:def"
      })
  void whatIsNoRangeIsEmptyAndIsNeverResolved(String text) {
    assertThat(AddressRange.parse(text)).isEmpty();
  }

  @Test
  void bitsAfterThePrefixDoNotMatter() {
    assertThat(AddressRange.parse("10.1.2.3/8")).isEqualTo(AddressRange.parse("10.0.0.0/8"));
    assertThat(AddressRange.parse("10.1.2.3/8").orElseThrow()).hasToString("10.0.0.0/8");
  }

  @Test
  void aListHasCommas() {
    assertThat(AddressRange.parseList("127.0.0.1, fd00::/8").found().orElseThrow())
        .extracting(AddressRange::toString)
        .containsExactly("127.0.0.1/32", "fd00:0:0:0:0:0:0:0/8");
    assertThat(AddressRange.parseList("127.0.0.1,").found()).isEmpty();
  }
}
