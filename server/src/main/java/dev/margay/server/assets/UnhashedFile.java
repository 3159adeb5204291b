package dev.margay.server.assets;

import dev.margay.server.catalog.Located;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;

/** A file without hashes, sent as it is for as long as its stamp does not change. */
final class UnhashedFile implements ByteSource {
  private final Located.Unhashed located;
  private final FileChannel channel;

  UnhashedFile(Located.Unhashed located) throws IOException {
    this.located = located;
    this.channel =
        FileChannel.open(located.file(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void read(long position, ByteBuffer buffer) throws IOException {
    buffer.clear();
    int wanted = (int) Math.min(buffer.capacity(), located.stamp().size() - position);
    buffer.limit(wanted);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new IOException(located.file() + " was cut while it was sent");
      }
    }
    if (!located.unchanged()) {
      throw new IOException(located.file() + " was written to while it was sent");
    }
    buffer.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
