package dev.margay.server.visitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.margay.rcache.key.ContentHash;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheDigestTest {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ %";

  private static CacheDigest of(int... keys) {
    return CacheDigest.empty().with(keys);
  }

  private static CacheDigest random(int count, Random random) {
    return CacheDigest.empty()
        .with(random.ints(0, CacheDigest.UNIVERSE).distinct().limit(count).toArray());
  }

  private static String bytes(int... bytes) {
    byte[] all = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      all[i] = (byte) bytes[i];
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  @Test
  void theEmptySetIsEA() {
    assertThat(CacheDigest.empty().encode()).isEqualTo("EA");
    assertThat(CacheDigest.decode("EA")).contains(CacheDigest.empty());
  }

  @Test
  void theLayoutIsVersionParameterGapsAndOnes() {
    // keys 0, 1, 2: gaps 0, 0, 0; k = 0: bits 000, padded by 11111
    assertThat(of(0, 1, 2).encode()).isEqualTo(bytes(0x10, 0b0001_1111));
    // keys 5, 9: gaps 5, 3; k = 1 (7 bits, as many as k = 2): 110 1, 10 1, padded by a single 1
    assertThat(of(5, 9).encode()).isEqualTo(bytes(0x11, 0b1101_1011));
  }

  @Test
  void aKeyIsTheFirstFifteenBitsOfTheHashOfUrlAndContent() {
    ContentHash content = ContentHash.of("body{}".getBytes(StandardCharsets.UTF_8));
    String named = "/css/site.css?vh=1234\n" + content.hex();
    String hex = ContentHash.of(named.getBytes(StandardCharsets.UTF_8)).hex();
    int expected = Integer.parseInt(hex.substring(0, 4), 16) >> 1;
    assertThat(AssetKey.of("/css/site.css?vh=1234", content).inDigest()).isEqualTo(expected);
  }

  @Test
  void whatWasEncodedIsDecoded() {
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      CacheDigest digest = random(random.nextInt(1200), random);
      String value = digest.encode();
      if (value.length() <= CacheDigest.LONGEST) {
        assertThat(CacheDigest.decode(value)).contains(digest);
      }
    }
  }

  @Test
  void extremeSetsAreDecoded() {
    for (CacheDigest digest : new CacheDigest[] {of(0), of(32767), of(0, 32767)}) {
      assertThat(CacheDigest.decode(digest.encode())).contains(digest);
    }
  }

  @Test
  void aKeyHasFifteenBits() {
    assertThatThrownBy(() -> of(32768)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> of(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theParameterIsTheOneOfTheShortestCode() {
    Random random = new Random(2);
    for (int i = 0; i < 300; i++) {
      CacheDigest digest = random(1 + random.nextInt(800), random);
      int k = Base64.getUrlDecoder().decode(digest.encode())[0] & 0xf;
      long[] lengths = new long[16];
      for (int other = 0; other < 16; other++) {
        lengths[other] = naiveLength(digest, other);
      }
      long shortest = IntStream.range(0, 16).mapToLong(each -> lengths[each]).min().getAsLong();
      assertThat(lengths[k]).isEqualTo(shortest);
      assertThat(IntStream.range(0, k).allMatch(less -> lengths[less] > shortest)).isTrue();
      assertThat(digest.bits()).isEqualTo(shortest);
    }
  }

  private static long naiveLength(CacheDigest digest, int k) {
    long bits = 0;
    int previous = -1;
    for (int key : digest.keys().toArray()) {
      bits += (key - previous - 1) / (1 << k) + 1 + k;
      previous = key;
    }
    return bits;
  }

  @Test
  void aHundredAssetsTakeAThousandBitsAndAThousandStayUnderTheCap() {
    Random random = new Random(3);
    for (int i = 0; i < 200; i++) {
      assertThat(random(100, random).bits()).isLessThanOrEqualTo(1000);
      assertThat(random(1000, random).encode()).hasSizeLessThanOrEqualTo(CacheDigest.LONGEST);
    }
  }

  @Test
  void eachFurtherAssetTakesFewerBits() {
    Random random = new Random(4);
    double last = Double.MAX_VALUE;
    for (int count : new int[] {10, 30, 100, 300, 1000}) {
      double perAsset = (double) random(count, random).bits() / count;
      assertThat(perAsset).isLessThan(last);
      last = perAsset;
    }
  }

  @Test
  void assetsThatAreNotInTheSetAreTakenForSomeThatAreWithTheStatedChance() {
    Random random = new Random(5);
    CacheDigest digest = random(400, random);
    ContentHash content = ContentHash.of(new byte[] {1});
    int trials = 1_000_000;
    long wrong =
        IntStream.range(0, trials)
            .parallel()
            .filter(i -> digest.has(AssetKey.of("/asset/" + i, content).inDigest()))
            .count();
    double expected = 400.0 / CacheDigest.UNIVERSE;
    assertThat((double) wrong / trials).isCloseTo(expected, within(expected * 0.2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "=", "EA=", "EA==", "E", "EB", "IA", "AA", "8A", "EA EA", "+/", "EA\n", "é", "EP__",
      })
  void malformedValuesAreAsGoodAsNone(String value) {
    assertThat(CacheDigest.decode(value)).isEmpty();
  }

  @Test
  void moreThanSevenBitsOfPaddingAreMalformed() {
    assertThat(CacheDigest.decode(bytes(0x10, 0b0111_1111))).contains(of(0));
    assertThat(CacheDigest.decode(bytes(0x10, 0b1111_1111))).isEmpty();
    assertThat(CacheDigest.decode(bytes(0x10, 0b0111_1111, 0xff))).isEmpty();
  }

  @Test
  void aCutRemainderIsMalformed() {
    assertThat(CacheDigest.decode(bytes(0x18, 0b0000_0000))).isEmpty();
  }

  @Test
  void aKeyBeyondTheUniverseIsMalformed() {
    // k = 15: one gap of 32767 is the last key, and another gap of 0 lies beyond
    assertThat(CacheDigest.decode(bytes(0x1f, 0b0111_1111, 0xff))).contains(of(32767));
    assertThat(CacheDigest.decode(bytes(0x1f, 0b0111_1111, 0xff, 0, 0))).isEmpty();
    assertThat(CacheDigest.decode(bytes(0x1f, 0b1000_0000, 0b0111_1111))).isEmpty();
  }

  @Test
  void aValueOverTheLongestIsNotRead() {
    assertThat(CacheDigest.decode("E" + "A".repeat(CacheDigest.LONGEST))).isEmpty();
  }

  @Test
  void noInputMakesTheDecoderFail() {
    Random random = new Random(6);
    for (int i = 0; i < 1_000_000; i++) {
      StringBuilder value = new StringBuilder(random.nextBoolean() ? "E" : "");
      int length = random.nextInt(24);
      for (int at = 0; at < length; at++) {
        value.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
      }
      CacheDigest.decode(value.toString())
          .ifPresent(digest -> assertThat(CacheDigest.decode(digest.encode())).contains(digest));
    }
  }
}
