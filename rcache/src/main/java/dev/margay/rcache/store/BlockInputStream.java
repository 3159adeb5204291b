package dev.margay.rcache.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A checked reading of a whole file, from its first block to its last. */
final class BlockInputStream extends InputStream {
  private final BlockReader reader;
  private final ByteBuffer block = ByteBuffer.allocate(BlockTable.BLOCK).limit(0);
  private long position;

  BlockInputStream(BlockReader reader) {
    this.reader = reader;
  }

  @Override
  public int read() throws IOException {
    return fill() ? block.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int step = Math.min(count, block.remaining());
    block.get(bytes, offset, step);
    return step;
  }

  private boolean fill() throws IOException {
    if (block.hasRemaining()) {
      return true;
    }
    if (position == reader.length()) {
      return false;
    }
    boolean proven = false;
    try {
      reader.read(position, block);
      proven = true;
    } finally {
      if (!proven) {
        block.limit(block.position()); // who reads on after the exception gets it again
      }
    }
    position += block.remaining();
    return true;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
