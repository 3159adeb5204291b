package dev.margay.rcache.store;

import dev.margay.rcache.key.StoreKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads a published file from end to end, and believes no byte that is not proven. */
final class FileCheck {
  private FileCheck() {}

  /**
   * What {@code channel} holds under {@code key}; empty if a single byte is not as it was written.
   *
   * @param file where a large body is read again later
   */
  static Optional<Stored> read(FileChannel channel, Path file, StoreKey key) throws IOException {
    long size = channel.size();
    if (size < StoreFooter.BYTES) {
      return Optional.empty();
    }
    ByteBuffer end = ByteBuffer.allocate(StoreFooter.BYTES);
    if (!fill(channel, size - StoreFooter.BYTES, end)) {
      return Optional.empty();
    }
    OptionalInt tailLength = StoreFooter.tailLength(end.flip(), size);
    if (tailLength.isEmpty()) {
      return Optional.empty();
    }
    ByteBuffer tail = ByteBuffer.allocate(tailLength.getAsInt());
    if (!fill(channel, size - tail.capacity(), tail)) {
      return Optional.empty();
    }
    Optional<StoreFooter> footer =
        StoreFooter.decode(tail.flip(), key)
            .filter(f -> f.blocks().length() + tail.capacity() == size);
    return footer.isPresent() ? check(channel, file, key, footer.get()) : Optional.empty();
  }

  private static Optional<Stored> check(
      FileChannel channel, Path file, StoreKey key, StoreFooter footer) throws IOException {
    if (footer.kind() == StoreFooter.Kind.NOT_SMALLER) {
      return Optional.of(new Stored.NotSmaller(key));
    }
    BlockTable blocks = footer.blocks();
    boolean small = blocks.length() <= ContentStore.IN_MEMORY;
    byte[] memory = new byte[small ? (int) blocks.length() : 0];
    ByteBuffer buffer = ByteBuffer.allocate(BlockTable.BLOCK);
    for (long index = 0; index < BlockTable.blocks(blocks.length()); index++) {
      long start = index * BlockTable.BLOCK;
      ByteBuffer block =
          small
              ? ByteBuffer.wrap(memory, (int) start, blocks.blockLength(index)).slice()
              : buffer.clear().limit(blocks.blockLength(index));
      if (!fill(channel, start, block) || !blocks.holds(index, block.flip())) {
        return Optional.empty();
      }
    }
    Body body = small ? new Body.InMemory(memory) : new Body.OnDisk(file, blocks);
    return Optional.of(new Stored.Kept(key, footer.payload(), body));
  }

  /** Fills {@code buffer}; false if the file ends before, because it is being cut. */
  private static boolean fill(FileChannel channel, long position, ByteBuffer buffer)
      throws IOException {
    int start = buffer.position();
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position() - start) < 0) {
        return false;
      }
    }
    return true;
  }
}
