package dev.margay.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.rcache.key.ContentHash;
import dev.margay.server.http.CachingRule.Freshness;
import dev.margay.server.http.CachingRule.Mode;
import dev.margay.server.http.CachingRule.VhMatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CachingRuleTest {
  private static final ContentHash CONTENT = ContentHash.of("content".getBytes(UTF_8));

  private static Freshness in(Mode mode) {
    return new Freshness(172_800, mode);
  }

  @ParameterizedTest
  @CsvSource({
    "ABSENT, SERVE, 'max-age=172800'",
    "ABSENT, DEVLOVE, 'max-age=10, must-revalidate'",
    "ABSENT, NO_UA_CACHING, no-store",
    "CURRENT, SERVE, 'max-age=31536000, immutable'",
    "CURRENT, DEVLOVE, 'max-age=31536000, immutable'",
    "CURRENT, NO_UA_CACHING, no-store",
    "OTHER, SERVE, no-cache",
    "OTHER, DEVLOVE, no-cache",
    "OTHER, NO_UA_CACHING, no-store",
  })
  void assetsFollowTheirVhAndTheMode(VhMatch vh, Mode mode, String expected) {
    for (AssetKind kind : AssetKind.values()) {
      if (kind.asset()) {
        assertThat(CachingRule.cacheControl(kind, in(mode), vh, false)).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(VhMatch.class)
  void pagesAndEverythingElseAreRevalidatedWhateverTheirVh(VhMatch vh) {
    for (AssetKind kind : new AssetKind[] {AssetKind.PAGE, AssetKind.OTHER}) {
      assertThat(CachingRule.cacheControl(kind, in(Mode.SERVE), vh, false)).isEqualTo("no-cache");
      assertThat(CachingRule.cacheControl(kind, in(Mode.DEVLOVE), vh, false)).isEqualTo("no-cache");
      assertThat(CachingRule.cacheControl(kind, in(Mode.NO_UA_CACHING), vh, false))
          .isEqualTo("no-store");
    }
  }

  @ParameterizedTest
  @EnumSource(VhMatch.class)
  void serviceWorkersHaveThePagesRow(VhMatch vh) {
    assertThat(CachingRule.cacheControl(AssetKind.SCRIPT, in(Mode.SERVE), vh, true))
        .isEqualTo("no-cache");
    assertThat(CachingRule.cacheControl(AssetKind.SCRIPT, in(Mode.NO_UA_CACHING), vh, true))
        .isEqualTo("no-store");
  }

  @Test
  void errorsHaveThePagesRow() {
    assertThat(CachingRule.errorCacheControl(in(Mode.SERVE))).isEqualTo("no-cache");
    assertThat(CachingRule.errorCacheControl(in(Mode.DEVLOVE))).isEqualTo("no-cache");
    assertThat(CachingRule.errorCacheControl(in(Mode.NO_UA_CACHING))).isEqualTo("no-store");
  }

  @Test
  void maxAgeIsNotNegative() {
    assertThatThrownBy(() -> new Freshness(-1, Mode.SERVE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | ABSENT",
        "a=1&b | ABSENT",
        "vhs=12345678 | ABSENT",
        "VH={8} | ABSENT",
        "x=vh={8} | ABSENT",
        "%76h={8} | ABSENT",
        "vh={8} | CURRENT",
        "vh={12} | CURRENT",
        "vh={64} | CURRENT",
        "a=1&vh={9}&b=2 | CURRENT",
        "&&vh={9}& | CURRENT",
        "vh | OTHER",
        "vh= | OTHER",
        "vh={7} | OTHER",
        "vh={64}0 | OTHER",
        "vh=0{8} | OTHER",
        "vh={8}&vh={8} | OTHER",
        "vh={8}&vh | OTHER",
        "vh&a=1&vh={8} | OTHER",
        "vh={8}%20 | OTHER",
        "vh=={8} | OTHER",
        "vh={8};a | OTHER",
        "vh=xyz | OTHER",
      })
  void oneVhThatBeginsTheHashIsCurrent(String query, VhMatch expected) {
    String filled = query;
    for (int digits : new int[] {7, 8, 9, 12, 64}) {
      filled = filled.replace("{" + digits + "}", CONTENT.hex().substring(0, digits));
    }
    assertThat(CachingRule.vh(filled, CONTENT)).as(filled).isEqualTo(expected);
  }

  @Test
  void upperCaseDigitsAreNotTheHash() {
    ContentHash content = ContentHash.fromHex("ab".repeat(32));
    assertThat(CachingRule.vh("vh=abababab", content)).isEqualTo(VhMatch.CURRENT);
    assertThat(CachingRule.vh("vh=ABABABAB", content)).isEqualTo(VhMatch.OTHER);
  }

  @Test
  void noQueryHasNoVh() {
    assertThat(CachingRule.vh(null, CONTENT)).isEqualTo(VhMatch.ABSENT);
  }
}
