package dev.margay.rcache.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reads a file block by block and lets no byte through that is not what was hashed. It keeps its
 * file open, so a file that is removed meanwhile is still read to its end.
 */
public final class BlockReader implements Closeable {
  private final Path file;
  private final FileChannel channel;
  private final BlockTable blocks;

  private BlockReader(Path file, FileChannel channel, BlockTable blocks) {
    this.file = file;
    this.channel = channel;
    this.blocks = blocks;
  }

  /**
   * Opens {@code file}, which is no symbolic link.
   *
   * @throws ContentChangedException if there is no file of that name any more
   */
  public static BlockReader open(Path file, BlockTable blocks) throws IOException {
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
      return new BlockReader(file, channel, blocks);
    } catch (NoSuchFileException e) {
      throw new ContentChangedException(file);
    }
  }

  /** How many bytes there are. */
  public long length() {
    return blocks.length();
  }

  /**
   * Reads from {@code position} to the end of its block and leaves {@code buffer} ready to be read.
   * The whole block is checked, whatever part of it is wanted.
   *
   * @param position from 0 to below {@link #length()}
   * @param buffer has room for {@link BlockTable#BLOCK} bytes; its content is replaced
   * @throws ContentChangedException if the block is not what was hashed
   */
  public void read(long position, ByteBuffer buffer) throws IOException {
    long index = position / BlockTable.BLOCK;
    long start = index * BlockTable.BLOCK;
    buffer.clear().limit(blocks.blockLength(index));
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, start + buffer.position()) < 0) {
        throw new ContentChangedException(file);
      }
    }
    buffer.flip();
    if (!blocks.holds(index, buffer)) {
      throw new ContentChangedException(file);
    }
    buffer.position((int) (position - start));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
