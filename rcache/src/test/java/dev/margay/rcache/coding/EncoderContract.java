package dev.margay.rcache.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.margay.rcache.Samples;
import dev.margay.rcache.key.Tier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every encoder promises. */
abstract class EncoderContract {
  private static final int KIB_64 = 64 * 1024;

  final Encoder encoder;

  EncoderContract(Encoder encoder) {
    this.encoder = encoder;
  }

  /** Decodes with another implementation than the encoder's. */
  abstract byte[] decode(byte[] coded) throws IOException;

  @ParameterizedTest
  @EnumSource(Tier.class)
  void decodesToTheContentAtEverySizeAroundTheBuffers(Tier tier) throws IOException {
    int[] sizes = {0, 1, 2, 63, 64, 8_191, 8_192, KIB_64 - 1, KIB_64, KIB_64 + 1, 131_073};
    for (int size : sizes) {
      byte[] content = Samples.text(size, size);
      assertThat(decode(code(content, tier))).as("%s bytes", size).isEqualTo(content);
    }
  }

  @Test
  void fiveMegabytesDecode() throws IOException {
    byte[] content = Samples.text(5_000_000, 5);
    byte[] coded = code(content, Tier.FAST);
    assertThat(coded.length).isLessThan(content.length / 2);
    assertThat(decode(coded)).isEqualTo(content);
  }

  @ParameterizedTest
  @EnumSource(Tier.class)
  void incompressibleContentDecodesAndHardlyGrows(Tier tier) throws IOException {
    byte[] content = Samples.noise(300_001, 1);
    byte[] coded = code(content, tier);
    assertThat(coded.length).isLessThan(content.length + 1_000);
    assertThat(decode(coded)).isEqualTo(content);
  }

  @ParameterizedTest
  @EnumSource(Tier.class)
  void equalContentGivesEqualBytesHoweverItIsWritten(Tier tier) throws IOException {
    byte[] content = Samples.text(100_003, 2);
    byte[] whole = code(content, tier);
    assertThat(code(content, tier)).isEqualTo(whole);
    for (int step : new int[] {4_093, 65_537}) {
      assertThat(code(content, tier, step)).as("in steps of %s", step).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @EnumSource(Tier.class)
  void singleBytesMayBeWritten(Tier tier) throws IOException {
    byte[] content = Samples.text(1_000, 3);
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    try (OutputStream coded = encoder.encode(sink, tier, content.length)) {
      for (byte single : content) {
        coded.write(single);
      }
    }
    assertThat(decode(sink.toByteArray())).isEqualTo(content);
  }

  @Test
  void theBestTierIsNotLargerThanTheFastOneOnText() throws IOException {
    for (int size : new int[] {500, 20_000, 200_000}) {
      byte[] content = Samples.text(size, size);
      assertThat(code(content, Tier.BEST).length)
          .as("%s bytes", size)
          .isLessThanOrEqualTo(code(content, Tier.FAST).length);
    }
  }

  @ParameterizedTest
  @EnumSource(Tier.class)
  void closingTwiceAddsNothing(Tier tier) throws IOException {
    byte[] content = Samples.text(10_000, 4);
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    OutputStream coded = encoder.encode(sink, tier, content.length);
    coded.write(content);
    coded.close();
    int length = sink.size();
    coded.close();
    assertThat(sink.size()).isEqualTo(length);
    assertThat(decode(sink.toByteArray())).isEqualTo(content);
  }

  @Test
  void closingClosesTheSink() throws IOException {
    ClosingSink sink = new ClosingSink();
    encoder.encode(sink, Tier.FAST, 0).close();
    assertThat(sink.closed).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Tier.class)
  void aSinkThatFailsIsAnIoExceptionAtLatestWhenClosing(Tier tier) {
    byte[] content = Samples.noise(400_000, 6);
    assertThatIOException()
        .isThrownBy(
            () -> {
              try (OutputStream coded = encoder.encode(new FullSink(), tier, content.length)) {
                coded.write(content);
              }
            });
  }

  byte[] code(byte[] content, Tier tier) throws IOException {
    return code(content, tier, KIB_64);
  }

  private byte[] code(byte[] content, Tier tier, int step) throws IOException {
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    try (OutputStream coded = encoder.encode(sink, tier, content.length)) {
      for (int at = 0; at < content.length; at += step) {
        coded.write(content, at, Math.min(step, content.length - at));
      }
    }
    return sink.toByteArray();
  }

  private static final class ClosingSink extends ByteArrayOutputStream {
    private boolean closed;

    @Override
    public void close() {
      closed = true;
    }
  }

  private static final class FullSink extends OutputStream {
    @Override
    public void write(int single) throws IOException {
      throw new IOException("no space left");
    }
  }
}
