package dev.margay.rcache.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.key.RepresentationKey;
import dev.margay.rcache.key.Tier;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncodersTest {
  @Test
  void allCodingsComeInOrderOfPreference() {
    assertThat(Encoders.all().codings())
        .containsExactly(ContentCoding.BR, ContentCoding.ZSTD, ContentCoding.GZIP);
  }

  @Test
  void thereIsNoEncoderForThePlainBytes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Encoders.all().encoder(ContentCoding.IDENTITY))
        .withMessageContaining("identity");
  }

  @Test
  void keysCarryTheEncodersRevision() {
    ContentHash content = ContentHash.of(new byte[1]);
    GzipEncoder gzip = new GzipEncoder();
    assertThat(new Encoders(List.of(gzip)).key(content, ContentCoding.GZIP, Tier.FAST))
        .isEqualTo(new RepresentationKey(content, ContentCoding.GZIP, gzip.revision(), Tier.FAST));
  }
}
