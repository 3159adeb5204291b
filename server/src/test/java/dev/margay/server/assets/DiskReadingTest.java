package dev.margay.server.assets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class DiskReadingTest {
  private static final int LENGTH = 5 * DiskReading.BLOCK + 1234;

  /** Each byte is its position's, modulo a prime; whole blocks are read, as of a hashed file. */
  private static final class Counting implements ByteSource {
    @Override
    public void read(long position, ByteBuffer buffer) {
      int block = (int) (position / DiskReading.BLOCK) * DiskReading.BLOCK;
      buffer.clear();
      for (int at = block; at < Math.min(block + DiskReading.BLOCK, LENGTH); at++) {
        buffer.put(at - block, at(at));
      }
      buffer.limit(Math.min(DiskReading.BLOCK, LENGTH - block));
      buffer.position((int) position - block);
    }

    static byte at(int position) {
      return (byte) (position % 251);
    }

    @Override
    public void close() {}
  }

  private static void assertReadsAll(DiskReading.Buffer buffer, int atMost) throws IOException {
    int position = 0;
    while (position < LENGTH) {
      ByteBuffer read = buffer.read(new Counting(), position, LENGTH - position);
      assertThat(read.remaining()).isBetween(1, atMost);
      while (read.hasRemaining()) {
        assertThat(read.get()).isEqualTo(Counting.at(position++));
      }
    }
    assertThat(position).isEqualTo(LENGTH);
  }

  @Test
  void blocksAreReadWhileThereIsMemoryAndSlicesBeyondThat() throws IOException {
    DiskReading reading = new DiskReading(Runnable::run, DiskReading.BLOCK);
    DiskReading.Buffer first = reading.buffer();
    DiskReading.Buffer second = reading.buffer();
    assertReadsAll(first, DiskReading.BLOCK);
    assertReadsAll(second, DiskReading.SLICE);
    assertThat(first.read(new Counting(), 0, LENGTH).remaining()).isEqualTo(DiskReading.BLOCK);
    first.close();
    first.close();
    assertReadsAll(second, DiskReading.BLOCK);
    assertThat(second.read(new Counting(), 0, LENGTH).remaining()).isEqualTo(DiskReading.BLOCK);
    assertThat(reading.buffer().read(new Counting(), 0, LENGTH).remaining())
        .isEqualTo(DiskReading.SLICE);
  }

  @Test
  void noMoreIsReadThanIsAskedFor() throws IOException {
    for (int memory : new int[] {0, DiskReading.BLOCK}) {
      DiskReading.Buffer buffer = new DiskReading(Runnable::run, memory).buffer();
      ByteBuffer read = buffer.read(new Counting(), DiskReading.BLOCK - 3, 2);
      assertThat(read.remaining()).isEqualTo(2);
      assertThat(read.get()).isEqualTo(Counting.at(DiskReading.BLOCK - 3));
    }
  }
}
