package dev.margay.rcache.key;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagTest {
  private final ContentHash content = ContentHash.of("abc".getBytes(US_ASCII));
  private final ContentHash bytes = ContentHash.of("coded".getBytes(US_ASCII));

  @ParameterizedTest
  @EnumSource(ContentCoding.class)
  void everyCodingIsReadBack(ContentCoding coding) {
    EntityTag tag = EntityTag.of(content, coding, bytes);
    assertThat(tag.toString())
        .isEqualTo("\"%s-%s-%s\"", content.base64url(16), coding.token(), bytes.base64url(6));
    assertThat(EntityTag.parse(tag.toString())).contains(tag);
  }

  @Test
  void theIdentityTagNamesTheContentTwice() {
    assertThat(EntityTag.ofIdentity(content)).hasToString("\"ungWv48Bz-pBQUDe-identity-ungWv4\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"----------------" + "-br-" + "------\"",
        "\"-br-gzip-zstd-br" + "-gzip-" + "-zstd-\"",
        "\"_aA0-aaaaaaaaaa-" + "-identity-" + "-a-a-_\""
      })
  void partsAreTakenByPositionBecauseTheyMayContainDashes(String quoted) {
    assertThat(EntityTag.parse(quoted)).map(EntityTag::toString).contains(quoted);
  }

  @Test
  void manyHashesWithDashesAreReadBack() {
    for (int i = 0; i < 5_000; i++) {
      ContentHash hash = ContentHash.of(Integer.toString(i).getBytes(US_ASCII));
      EntityTag tag = EntityTag.of(hash, ContentCoding.ZSTD, hash);
      assertThat(EntityTag.parse(tag.toString())).contains(tag);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"",
        "\"\"",
        "*",
        "W/\"ungWv48Bz-pBQUDe-br-ungWv4\"",
        "ungWv48Bz-pBQUDe-br-ungWv4",
        "\"ungWv48Bz-pBQUDe-br-ungWv4",
        "ungWv48Bz-pBQUDe-br-ungWv4\"",
        "\"ungWv48Bz-pBQUDe--ungWv4\"",
        "\"ungWv48Bz-pBQUDe-ungWv4\"",
        "\"ungWv48Bz-pBQUDe-BR-ungWv4\"",
        "\"ungWv48Bz-pBQUDe-x-gzip-ungWv4\"",
        "\"ungWv48Bz-pBQUDe-deflate-ungWv4\"",
        "\"ungWv48Bz-pBQUDe-br-ungWv\"",
        "\"ungWv48Bz-pBQUDe-br-ungWv4a\"",
        "\"ungWv48Bz-pBQUD-br-ungWv4\"",
        "\"ungWv48Bz+pBQUDe-br-ungWv4\"",
        "\"ungWv48Bz-pBQUDe-br-ung/v4\"",
        "\"ungWv48Bz-pBQ\"De-br-ungWv4\"",
        "\"ungWv48Bz-pBQUDé-br-ungWv4\"",
        "\"ungWv48Bz-pBQUDe-br-ungWv4\"-gzip"
      })
  void whatIsNotMargaysIsNotRead(String junk) {
    assertThat(EntityTag.parse(junk)).isEmpty();
  }

  @Test
  void namesItsContentInWhateverCoding() {
    EntityTag tag = EntityTag.of(content, ContentCoding.GZIP, bytes);
    assertThat(tag.names(content)).isTrue();
    assertThat(tag.names(bytes)).isFalse();
  }
}
