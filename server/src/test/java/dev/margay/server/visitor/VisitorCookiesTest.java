package dev.margay.server.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VisitorCookiesTest {
  private static final String ID = "AAECAwQFBgcICQoLDA0ODw";
  private static final CacheDigest DIGEST = CacheDigest.empty().with(5, 500, 5000);

  @Test
  void bothAreFoundAmongOthers() {
    String field = "theme=dark; sc0csn=" + ID + ";sc1cdig=" + DIGEST.encode() + "; last=1";
    VisitorCookies cookies = VisitorCookies.read(List.of(field));
    assertThat(cookies.session()).contains(new SessionId(ID));
    assertThat(cookies.digest()).contains(DIGEST);
  }

  @Test
  void eachMayComeInALineOfItsOwn() {
    VisitorCookies cookies =
        VisitorCookies.read(List.of("sc1cdig=" + DIGEST.encode(), "a=b", "sc0csn=" + ID));
    assertThat(cookies.session()).contains(new SessionId(ID));
    assertThat(cookies.digest()).contains(DIGEST);
  }

  @Test
  void aNameThatOnlyEndsAlikeIsAnother() {
    assertThat(VisitorCookies.read(List.of("xsc0csn=" + ID))).isEqualTo(VisitorCookies.NONE);
  }

  @Test
  void ofSeveralTheFirstThatCanBeReadCounts() {
    VisitorCookies cookies = VisitorCookies.read(List.of("sc0csn=short; sc0csn=" + ID));
    assertThat(cookies.session()).contains(new SessionId(ID));
  }

  @Test
  void aSessionIdIsTwentyTwoCharactersWithoutStrayBits() {
    assertThat(SessionId.read(ID)).isPresent();
    assertThat(SessionId.read(ID.substring(1))).isEmpty();
    assertThat(SessionId.read(ID + "A")).isEmpty();
    assertThat(SessionId.read(ID.substring(0, 21) + "x")).isEmpty(); // 4 bits too many
    assertThat(SessionId.read(ID.substring(0, 21) + "=")).isEmpty();
    assertThat(SessionId.read(ID.substring(0, 21) + "+")).isEmpty();
  }

  @Test
  void newIdsAreDifferentAndReadBack() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      SessionId id = SessionId.fresh();
      assertThat(SessionId.read(id.text())).contains(id);
      assertThat(seen.add(id.text())).isTrue();
    }
  }

  @Test
  void theAttributesKeepThemFromScriptsOtherSitesAndPlainConnections() {
    assertThat(VisitorCookies.set(new SessionId(ID)))
        .isEqualTo("sc0csn=" + ID + "; Path=/; Secure; HttpOnly; SameSite=Lax");
    assertThat(VisitorCookies.set(CacheDigest.empty(), 172_800))
        .isEqualTo("sc1cdig=EA; Max-Age=172800; Path=/; Secure; HttpOnly; SameSite=Lax");
  }

  @Test
  void aMillionDamagedCookiesAreReadAsAbsentOrAsADigestWithinBounds() {
    Random random = new Random(20261122);
    byte[] bytes = new byte[1400];
    int read = 0;
    for (int i = 0; i < 1_000_000; i++) {
      byte[] some = new byte[random.nextInt(i % 1000 == 0 ? bytes.length : 60)];
      random.nextBytes(some);
      String value =
          switch (i % 3) {
            case 0 -> new String(some, StandardCharsets.ISO_8859_1);
            case 1 -> Base64.getUrlEncoder().withoutPadding().encodeToString(some);
            default -> damaged(random);
          };
      VisitorCookies cookies =
          VisitorCookies.read(List.of("sc1cdig=" + value + "; sc0csn=" + value));
      if (cookies.digest().isPresent()) {
        read++;
        assertThat(cookies.digest().get().size()).isLessThanOrEqualTo(CacheDigest.LONGEST * 6);
      }
    }
    assertThat(read).isPositive();
  }

  private static String damaged(Random random) {
    StringBuilder value = new StringBuilder(DIGEST.encode());
    value.setCharAt(random.nextInt(value.length()), (char) (33 + random.nextInt(94)));
    return value.toString();
  }
}
