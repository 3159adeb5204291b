package dev.margay.rcache.coding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.rcache.Samples;
import dev.margay.rcache.key.Tier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.junit.jupiter.api.Test;

class GzipEncoderTest extends EncoderContract {
  GzipEncoderTest() {
    super(new GzipEncoder());
  }

  @Override
  byte[] decode(byte[] coded) throws IOException {
    try (GzipCompressorInputStream plain =
        new GzipCompressorInputStream(new ByteArrayInputStream(coded))) {
      return plain.readAllBytes();
    }
  }

  @Test
  void theHeaderHasNoFlagsTimeOrSystem() throws IOException {
    byte[] coded = code(Samples.text(1_000, 1), Tier.FAST);
    byte[] magicDeflateFlagsAndTime = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0};
    assertThat(Arrays.copyOf(coded, 8)).isEqualTo(magicDeflateFlagsAndTime);
    assertThat(coded[9]).as("operating system").isEqualTo((byte) 255);
  }
}
