package dev.margay.rcache.coding;

import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import dev.margay.rcache.Samples;
import dev.margay.rcache.key.Tier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class BrotliEncoderTest extends EncoderContract {
  BrotliEncoderTest() {
    super(new BrotliEncoder());
  }

  @Override
  byte[] decode(byte[] coded) throws IOException {
    try (BrotliInputStream plain = new BrotliInputStream(new ByteArrayInputStream(coded))) {
      return plain.readAllBytes();
    }
  }

  @Test
  void theWindowHoldsTheContentUpToSixteenMebibytes() {
    assertThat(BrotliEncoder.window(0)).isEqualTo(16);
    assertThat(BrotliEncoder.window((1 << 16) - 16)).isEqualTo(16);
    assertThat(BrotliEncoder.window((1 << 16) - 15)).isEqualTo(17);
    assertThat(BrotliEncoder.window((1 << 24) - 16)).isEqualTo(24);
    assertThat(BrotliEncoder.window(5_000_000_000L)).isEqualTo(24);
    assertThat(BrotliEncoder.window(Long.MAX_VALUE - 15)).isEqualTo(24);
  }

  @Test
  void theStreamsHeaderSaysNoMoreThanThatWindow() throws IOException {
    for (int size : new int[] {1_000, 65_520, 65_521, 300_000, 3_000_000}) {
      int asked = windowBits(code(Samples.text(size, size), Tier.FAST));
      assertThat(asked).as("%s bytes", size).isLessThanOrEqualTo(BrotliEncoder.window(size));
      assertThat((1L << asked) - 16)
          .as("%s bytes", size)
          .isGreaterThanOrEqualTo(Math.min(size, 65_520));
    }
  }

  /** WBITS of the stream header (RFC 7932 §9.1), least significant bits first. */
  private static int windowBits(byte[] stream) {
    int first = stream[0];
    if ((first & 1) == 0) {
      return 16;
    }
    int three = (first >> 1) & 7;
    if (three != 0) {
      return 17 + three;
    }
    int seven = (first >> 4) & 7;
    return seven == 0 ? 17 : 8 + seven;
  }
}
