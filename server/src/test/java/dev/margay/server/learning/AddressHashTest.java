package dev.margay.server.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AddressHashTest {
  private static final PageVersion PAGE = Watched.page("/", "a");

  private final AddressHash hash = new AddressHash(new byte[AddressHash.SALT_BYTES]);

  @Test
  void sixteenBitsAreKept() {
    Set<Integer> all = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      all.add(hash.of("198.18." + i / 256 + "." + i % 256, PAGE));
    }
    assertThat(all).allMatch(one -> one >= 0 && one < 65_536).hasSizeBetween(15_000, 19_000);
  }

  @Test
  void anAddressHasAnotherHashOnAnotherPageAndWithAnotherSalt() {
    byte[] other = new byte[AddressHash.SALT_BYTES];
    other[0] = 1;
    assertThat(hash.of("192.0.2.1", PAGE))
        .isEqualTo(hash.of("192.0.2.1", PAGE))
        .isNotEqualTo(hash.of("192.0.2.1", Watched.page("/other", "a")))
        .isNotEqualTo(hash.of("192.0.2.1", Watched.page("/", "b")))
        .isNotEqualTo(new AddressHash(other).of("192.0.2.1", PAGE));
  }

  @Test
  void ofIpv6TheNetworkCounts() {
    assertThat(AddressHash.network("2001:db8:0:1::1"))
        .isEqualTo(AddressHash.network("2001:db8:0:1:ffff::2"))
        .isEqualTo(AddressHash.network("2001:0db8:0000:0001:1:2:3:4"))
        .isNotEqualTo(AddressHash.network("2001:db8:0:2::1"));
    assertThat(AddressHash.network("::1")).isEqualTo("0:0:0:0:");
    assertThat(AddressHash.network("::ffff:192.0.2.1")).isEqualTo("192.0.2.1");
  }

  @Test
  void oddAddressesAreNamesLikeOthers() {
    for (String odd : new String[] {"-", "", "::::::::::::", "1:2:3:4:5:6:7:8:9:10", ":"}) {
      assertThat(hash.of(odd, PAGE)).isBetween(0, 65_535);
    }
  }

  @Test
  void theSaltIsReadBack() {
    assertThat(AddressHash.withSalt(hash.toString())).contains(hash);
    for (String odd : new String[] {"", "AAAA", "no base64!", hash + "A", hash + "AAAA"}) {
      assertThat(AddressHash.withSalt(odd)).isEmpty();
    }
  }
}
