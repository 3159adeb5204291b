package dev.margay.rcache.coding;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import dev.margay.rcache.Samples;
import dev.margay.rcache.key.Tier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class ZstdEncoderTest extends EncoderContract {
  private static final long MIB_8 = 8L << 20;

  ZstdEncoderTest() {
    super(new ZstdEncoder());
  }

  @Override
  byte[] decode(byte[] coded) throws IOException {
    try (ZstdInputStream plain = new ZstdInputStream(new ByteArrayInputStream(coded))) {
      return plain.readAllBytes();
    }
  }

  @Test
  void theWindowIsAtMostEightMebibytes() throws IOException {
    for (int size : new int[] {1, 100_000, (8 << 20) + 1}) {
      byte[] content = new byte[size];
      System.arraycopy(
          Samples.noise(Math.min(size, 5_000), 1), 0, content, 0, Math.min(size, 5_000));
      for (Tier tier : Tier.values()) {
        byte[] coded = code(content, tier);
        assertThat(window(coded)).as("%s bytes, %s", size, tier).isLessThanOrEqualTo(MIB_8);
        assertThat(decode(coded)).isEqualTo(content);
      }
    }
  }

  /** The window that the frame header asks for, in bytes (RFC 8878 §3.1.1.1). */
  private static long window(byte[] frame) {
    ByteBuffer header = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(header.getInt()).isEqualTo(0xFD2FB528);
    int descriptor = header.get();
    boolean singleSegment = (descriptor & 0x20) != 0;
    if (!singleSegment) {
      int window = header.get() & 0xff;
      long base = 1L << (10 + (window >> 3));
      return base + base / 8 * (window & 7);
    }
    header.position(header.position() + new int[] {0, 1, 2, 4}[descriptor & 3]);
    return switch ((descriptor >> 6) & 3) {
      case 0 -> header.get() & 0xff;
      case 1 -> (header.getShort() & 0xffff) + 256;
      case 2 -> header.getInt() & 0xffffffffL;
      default -> header.getLong();
    };
  }
}
