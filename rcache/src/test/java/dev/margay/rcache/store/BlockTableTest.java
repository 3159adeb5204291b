package dev.margay.rcache.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.margay.rcache.Samples;
import dev.margay.rcache.key.ContentHash;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BlockTableTest {
  private final byte[] content = Samples.noise(3 * BlockTable.BLOCK + 5, 1);

  @Test
  void oneReadingGivesTheHashOfTheWholeAndOfEachBlock() {
    BlockTable.Hashed hashed = hashed(content.length);
    assertThat(hashed.content()).isEqualTo(ContentHash.of(content));
    BlockTable blocks = hashed.blocks();
    assertThat(blocks.length()).isEqualTo(content.length);
    assertThat(blocks.weight()).isEqualTo(4 * BlockTable.DIGEST);
    assertThat(blocks.holds(0, block(0, BlockTable.BLOCK))).isTrue();
    assertThat(blocks.holds(3, block(3 * BlockTable.BLOCK, 5))).isTrue();
  }

  @Test
  void piecesDoNotMatter() {
    for (int step : new int[] {1, 1_000, 65_535, 65_536, 65_537}) {
      assertThat(hashed(step).blocks().digests())
          .isEqualTo(hashed(content.length).blocks().digests());
    }
  }

  @Test
  void anotherBlockIsNotHeld() {
    BlockTable blocks = hashed(content.length).blocks();
    assertThat(blocks.holds(1, block(0, BlockTable.BLOCK))).isFalse();
    assertThat(blocks.holds(0, block(0, BlockTable.BLOCK - 1))).isFalse();
    assertThat(blocks.holds(3, block(3 * BlockTable.BLOCK, 4))).isFalse();
  }

  @Test
  void nothingHasNoBlocks() {
    BlockTable.Hashed nothing = new BlockTable.Builder().finish();
    assertThat(nothing.content()).isEqualTo(ContentHash.of(new byte[0]));
    assertThat(nothing.blocks().length()).isZero();
    assertThat(nothing.blocks().weight()).isZero();
  }

  @Test
  void lengthsBeyondTwoGibibytesAreCountedInLongs() {
    long length = (5L << 30) + 1;
    byte[] digests = new byte[(int) (BlockTable.blocks(length) * BlockTable.DIGEST)];
    BlockTable blocks = BlockTable.of(length, digests);
    assertThat(blocks.blockLength(5 << 14)).isEqualTo(1);
    assertThat(blocks.blockLength((5 << 14) - 1)).isEqualTo(BlockTable.BLOCK);
    assertThat(blocks.holds(5 << 14, ByteBuffer.allocate(1))).isFalse();
  }

  @Test
  void digestsThatDoNotFitTheLengthAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BlockTable.of(65_537, new byte[BlockTable.DIGEST]));
  }

  private ByteBuffer block(int at, int length) {
    return ByteBuffer.wrap(content, at, length);
  }

  private BlockTable.Hashed hashed(int step) {
    BlockTable.Builder builder = new BlockTable.Builder();
    for (int at = 0; at < content.length; at += step) {
      builder.add(content, at, Math.min(step, content.length - at));
    }
    return builder.finish();
  }
}
