package dev.margay.rcache.coding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.rcache.key.Tier;
import org.junit.jupiter.api.Test;

class EncodingPolicyTest {
  @Test
  void compressedTypesAreNotCodedAgain() {
    assertThat(EncodingPolicy.worthwhile(false, 10_000, Tier.FAST)).isFalse();
    assertThat(EncodingPolicy.worthwhile(false, 10_000, Tier.BEST)).isFalse();
  }

  @Test
  void tinyContentIsSentPlain() {
    assertThat(EncodingPolicy.worthwhile(true, 0, Tier.FAST)).isFalse();
    assertThat(EncodingPolicy.worthwhile(true, EncodingPolicy.SMALLEST - 1, Tier.FAST)).isFalse();
    assertThat(EncodingPolicy.worthwhile(true, EncodingPolicy.SMALLEST, Tier.FAST)).isTrue();
  }

  @Test
  void theBestTierEndsBelowTheFastOne() {
    long large = EncodingPolicy.LARGEST_BEST;
    assertThat(EncodingPolicy.worthwhile(true, large, Tier.BEST)).isTrue();
    assertThat(EncodingPolicy.worthwhile(true, large + 1, Tier.BEST)).isFalse();
    assertThat(EncodingPolicy.worthwhile(true, large + 1, Tier.FAST)).isTrue();
  }

  @Test
  void hugeContentIsSentPlain() {
    long huge = EncodingPolicy.LARGEST_FAST;
    assertThat(EncodingPolicy.worthwhile(true, huge, Tier.FAST)).isTrue();
    assertThat(EncodingPolicy.worthwhile(true, huge + 1, Tier.FAST)).isFalse();
    assertThat(EncodingPolicy.worthwhile(true, 5L << 30, Tier.FAST)).isFalse();
  }
}
