package dev.margay.rcache.store;

import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.key.StoreKey;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * One write in progress. {@link #commit} climbs the publishing ladder: what was hashed while it was
 * written is completed, its length verified, synced, and given its name at once; {@link #close}
 * without a commit abandons it. A crash at any rung leaves the whole thing or nothing under the
 * name. For one thread.
 */
public final class StagedFile implements Closeable {
  private final ContentStore store;
  private final StagingFolder folder;
  private final Path file;

  /** Open, and with it locked, until the file has its name or is removed. */
  private final FileChannel channel;

  private final BlockTable.Builder hashes = new BlockTable.Builder();
  private long length;
  private BlockTable.Hashed hashed;

  StagedFile(ContentStore store, StagingFolder folder) throws IOException {
    this.store = store;
    this.folder = folder;
    StagingFolder.Place place = folder.create();
    file = place.file();
    channel = place.channel();
  }

  /**
   * Where the payload is written to. Closing it does nothing: {@link #commit} or {@link #close} do.
   */
  public OutputStream sink() {
    return new Sink();
  }

  /** How many bytes of payload were written so far. */
  public long length() {
    return length;
  }

  /** The hash of the payload, which is then complete: nothing may be written after. */
  public ContentHash contentHash() {
    return hashed().content();
  }

  /**
   * Publishes the payload under {@code key}; a valid file that is there already is adopted instead.
   */
  public Stored commit(StoreKey key) throws IOException {
    return climb(
        key, new StoreFooter(StoreFooter.Kind.KEPT, hashed().content(), hashed().blocks()));
  }

  /** Publishes, under {@code key}, that its bytes are not worth keeping. */
  public Stored commitNotSmaller(StoreKey key) throws IOException {
    channel.truncate(0);
    length = 0;
    BlockTable.Hashed nothing = new BlockTable.Builder().finish();
    return climb(
        key, new StoreFooter(StoreFooter.Kind.NOT_SMALLER, nothing.content(), nothing.blocks()));
  }

  private Stored climb(StoreKey key, StoreFooter footer) throws IOException {
    ByteBuffer tail = footer.encode(key);
    long complete = length + tail.remaining();
    channel.position(length);
    while (tail.hasRemaining()) {
      channel.write(tail);
    }
    if (channel.size() != complete) {
      throw new IOException(file + " has " + channel.size() + " bytes instead of " + complete);
    }
    channel.force(true);
    return store.publish(file, key);
  }

  private BlockTable.Hashed hashed() {
    if (hashed == null) {
      hashed = hashes.finish();
    }
    return hashed;
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      folder.remove(file);
    }
  }

  private final class Sink extends OutputStream {
    @Override
    public void write(int single) throws IOException {
      write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      hashes.add(bytes, offset, count);
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, count);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      length += count;
    }
  }
}
