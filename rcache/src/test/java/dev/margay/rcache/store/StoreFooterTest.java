package dev.margay.rcache.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.rcache.Samples;
import dev.margay.rcache.key.StoreKey;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class StoreFooterTest {
  private final StoreKey key = StoreFolder.key(1);

  @Test
  void isReadBackForEveryKindAndLength() {
    for (int length : new int[] {0, 1, 65_535, 65_536, 65_537, 300_000}) {
      for (StoreFooter.Kind kind : StoreFooter.Kind.values()) {
        StoreFooter footer = footer(kind, length);
        assertThat(StoreFooter.decode(footer.encode(key), key))
            .hasValueSatisfying(
                read -> {
                  assertThat(read.kind()).isEqualTo(kind);
                  assertThat(read.payload()).isEqualTo(footer.payload());
                  assertThat(read.blocks().length()).isEqualTo(length);
                  assertThat(read.blocks().digests()).isEqualTo(footer.blocks().digests());
                });
      }
    }
  }

  @Test
  void theTailsLengthIsToldByItsLastBytes() {
    ByteBuffer tail = footer(StoreFooter.Kind.KEPT, 300_000).encode(key);
    int length = tail.remaining();
    assertThat(length).isEqualTo(5 * BlockTable.DIGEST + StoreFooter.BYTES);
    tail.position(length - StoreFooter.BYTES);
    assertThat(StoreFooter.tailLength(tail, 300_000 + length)).hasValue(length);
  }

  @Test
  void aLengthThatDoesNotFitTheFileIsNone() {
    long[] lengths = {-1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE / 2, 1L << 40, 299_999};
    for (long wrong : lengths) {
      ByteBuffer end = ByteBuffer.allocate(StoreFooter.BYTES).putLong(16, wrong);
      assertThat(StoreFooter.tailLength(end, 300_176)).as("%s", wrong).isEmpty();
    }
  }

  @Test
  void filesBeyondTwoGibibytesHaveATail() {
    long payload = 5L << 30;
    long tail = payload / BlockTable.BLOCK * BlockTable.DIGEST + StoreFooter.BYTES;
    ByteBuffer end = ByteBuffer.allocate(StoreFooter.BYTES).putLong(16, payload);
    assertThat(StoreFooter.tailLength(end, payload + tail)).hasValue((int) tail);
  }

  @Test
  void anotherKeysTailIsNotRead() {
    ByteBuffer tail = footer(StoreFooter.Kind.KEPT, 10).encode(key);
    assertThat(StoreFooter.decode(tail, StoreFolder.key(2))).isEmpty();
  }

  private static StoreFooter footer(StoreFooter.Kind kind, int length) {
    BlockTable.Builder builder = new BlockTable.Builder();
    builder.add(Samples.noise(length, length), 0, length);
    BlockTable.Hashed hashed = builder.finish();
    return new StoreFooter(kind, hashed.content(), hashed.blocks());
  }
}
