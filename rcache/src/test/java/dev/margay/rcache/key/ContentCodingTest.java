package dev.margay.rcache.key;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContentCodingTest {
  @Test
  void tokensAreThoseOfTheRegistry() {
    assertThat(ContentCoding.values())
        .extracting(ContentCoding::token)
        .containsExactly("br", "zstd", "gzip", "identity");
  }

  @Test
  void tokensAreReadInAnyCase() {
    assertThat(ContentCoding.named("BR")).contains(ContentCoding.BR);
    assertThat(ContentCoding.named("GZip")).contains(ContentCoding.GZIP);
  }

  @Test
  void xGzipIsGzip() {
    assertThat(ContentCoding.named("X-Gzip")).contains(ContentCoding.GZIP);
  }

  @Test
  void unknownTokensAreNone() {
    assertThat(ContentCoding.named("deflate")).isEmpty();
    assertThat(ContentCoding.named("")).isEmpty();
    assertThat(ContentCoding.named(" br")).isEmpty();
  }
}
