package dev.margay.rcache.key;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepresentationKeyTest {
  private static final String HASH =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  private final ContentHash content = ContentHash.of("abc".getBytes(US_ASCII));

  @Test
  void theNameSaysEverything() {
    assertThat(new RepresentationKey(content, ContentCoding.BR, 12, Tier.BEST).name())
        .isEqualTo(HASH + "-br-r12-best");
  }

  @Test
  void everyCodingAndTierIsReadBack() {
    for (ContentCoding coding : ContentCoding.values()) {
      for (Tier tier : Tier.values()) {
        RepresentationKey key = new RepresentationKey(content, coding, 3, tier);
        assertThat(RepresentationKey.parse(key.name())).contains(key);
      }
    }
  }

  @Test
  void theSnapshotIsAnIdentityRepresentation() {
    RepresentationKey snapshot = RepresentationKey.snapshot(content);
    assertThat(snapshot.coding()).isEqualTo(ContentCoding.IDENTITY);
    assertThat(RepresentationKey.parse(snapshot.name())).contains(snapshot);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        HASH,
        HASH + "-blocks",
        HASH + "-br-r0-best",
        HASH + "-br-r01-best",
        HASH + "-br-r9999999999-best",
        HASH + "-br-r-1-best",
        HASH + "-BR-r1-best",
        HASH + "-lzma-r1-best",
        HASH + "-br-r1-BEST",
        HASH + "-br-r1-best ",
        HASH + "-br-r1-best\n",
        "../" + HASH + "-br-r1-best",
        "BA7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad-br-r1-best",
        "a7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad-br-r1-best"
      })
  void strangersNamesAreNotRead(String name) {
    assertThat(RepresentationKey.parse(name)).isEmpty();
  }

  @Test
  void aBlockTableHasItsOwnName() {
    assertThat(new BlockTableKey(content).name()).isEqualTo(HASH + "-blocks");
  }

  @Test
  void aReadingHasItsOwnName() {
    ReadingKey reading = new ReadingKey(content, "css", 3);
    assertThat(reading.name()).isEqualTo(HASH + "-read-css-r3");
    assertThat(StoreKey.parse(reading.name())).contains(reading);
    assertThat(StoreKey.parse(HASH + "-read-css-r0")).isEmpty();
  }
}
