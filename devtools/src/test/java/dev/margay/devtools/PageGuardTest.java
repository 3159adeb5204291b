package dev.margay.devtools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.devtools.PageGuard.Verdict;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;

class PageGuardTest {
  private static final PageGuard GUARD = new PageGuard(Set.of("www.example.com"));

  @Test
  void pagesOfTheSiteAreLetIn() {
    assertThat(from("127.0.0.1", "localhost", "Sec-Fetch-Site", "same-origin")).isTrue();
    assertThat(from("127.0.0.1", "www.example.com", "Sec-Fetch-Site", "same-origin")).isTrue();
    assertThat(from("::1", "[::1]", "Sec-Fetch-Site", "same-origin")).isTrue();
    assertThat(from("127.0.0.1", "shop.localhost", "Sec-Fetch-Site", "same-origin")).isTrue();
  }

  @Test
  void whoeverTypesTheAddressIsLetIn() {
    assertThat(
            from("127.0.0.1", "localhost", "Sec-Fetch-Site", "none", "Sec-Fetch-Mode", "navigate"))
        .isTrue();
    assertThat(from("127.0.0.1", "localhost", "Sec-Fetch-Site", "none")).isFalse();
  }

  @Test
  void pagesOfOtherOriginsAreNot() {
    for (String site : new String[] {"cross-site", "same-site", ""}) {
      assertThat(from("127.0.0.1", "localhost", "Sec-Fetch-Site", site)).isFalse();
      assertThat(
              from("127.0.0.1", "localhost", "Sec-Fetch-Site", site, "Sec-Fetch-Mode", "navigate"))
          .isFalse();
    }
  }

  @Test
  void aNameThatOnlyLeadsHereIsNot() {
    assertThat(from("127.0.0.1", "rebinding.example", "Sec-Fetch-Site", "same-origin")).isFalse();
    assertThat(from("127.0.0.1", "localhost.evil.example", "Sec-Fetch-Site", "same-origin"))
        .isFalse();
    assertThat(from("127.0.0.1", "127.0.0.1.evil.example")).isFalse();
    assertThat(from("127.0.0.1", null)).isFalse();
  }

  @Test
  void otherMachinesAreNot() {
    assertThat(from("192.168.1.7", "localhost", "Sec-Fetch-Site", "same-origin")).isFalse();
    assertThat(from("192.168.1.7", "localhost")).isFalse();
  }

  @Test
  void programsThatSendNoMetadataNeedALoopbackHostAndNoOrigin() {
    assertThat(from("127.0.0.1", "localhost")).isTrue();
    assertThat(from("127.0.0.1", "www.example.com")).isFalse();
    assertThat(from("127.0.0.1", "localhost", "Origin", "https://localhost")).isFalse();
  }

  private static boolean from(String visitor, String host, String... fields) {
    HttpFields.Mutable all = HttpFields.build();
    for (int i = 0; i < fields.length; i += 2) {
      all.add(fields[i], fields[i + 1]);
    }
    try {
      return GUARD.judge(InetAddress.getByName(visitor), host, all) == Verdict.ADMITTED;
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
