package dev.margay.server.assets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where bodies on disk are read: the threads that may wait for a disk, and the memory for what was
 * read and not yet taken by the network. A body reads whole blocks while there is memory for them.
 * Beyond that, as when hundreds of visitors do not take what they asked for, it reads slices: each
 * block is then read and proved several times, but nobody waits for another's memory.
 */
public final class DiskReading {
  /** What a reading carries at most, in bytes; a block of a file's hashes. */
  static final int BLOCK = 64 * 1024;

  /** What a reading carries when memory is short, in bytes; the size of a TLS record. */
  static final int SLICE = 16 * 1024;

  /** For proving a block of which a slice is kept; as many as there are threads for the disk. */
  private static final ThreadLocal<ByteBuffer> PROVING =
      ThreadLocal.withInitial(() -> ByteBuffer.allocate(BLOCK));

  private final Executor threads;
  private final long most;
  private final AtomicLong lent = new AtomicLong();

  /**
   * Reading on {@code threads}.
   *
   * @param most how many bytes the buffers of whole blocks may take, at least 0
   */
  public DiskReading(Executor threads, long most) {
    this.threads = threads;
    this.most = most;
  }

  /** The threads that may wait for a disk. */
  Executor threads() {
    return threads;
  }

  /** A buffer for one body, to be closed when that ends. */
  Buffer buffer() {
    return new Buffer();
  }

  /** Used by one thread at a time. */
  final class Buffer implements AutoCloseable {
    /** Not a pooled one: a write that was given up may still be reading from it. */
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    /** Reads some bytes of {@code source} from {@code position}, at most {@code most}. */
    ByteBuffer read(ByteSource source, long position, long most) throws IOException {
      if (bytes.capacity() < BLOCK && borrow()) {
        bytes = ByteBuffer.allocate(BLOCK);
      }
      if (bytes.capacity() == BLOCK) {
        source.read(position, bytes);
        return limit(bytes, most);
      }
      ByteBuffer block = PROVING.get();
      source.read(position, block);
      if (bytes.capacity() < SLICE) {
        bytes = ByteBuffer.allocate(SLICE);
      }
      return bytes.clear().put(limit(block, Math.min(most, SLICE))).flip();
    }

    private boolean borrow() {
      if (lent.addAndGet(BLOCK) <= most) {
        return true;
      }
      lent.addAndGet(-BLOCK);
      return false;
    }

    private static ByteBuffer limit(ByteBuffer read, long most) {
      return read.remaining() > most ? read.limit(read.position() + (int) most) : read;
    }

    @Override
    public void close() {
      if (bytes.capacity() == BLOCK) {
        lent.addAndGet(-BLOCK);
      }
      bytes = ByteBuffer.allocate(0);
    }
  }
}
