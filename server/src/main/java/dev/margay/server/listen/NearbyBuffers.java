package dev.margay.server.listen;

import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Retainable;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;

/**
 * Buffers of a pool, of which a thread keeps the few that it released last while it reads and
 * answers: a wake-up needs five of them, for moments, and finds those of the one before still in
 * its core's cache. A thread with nothing to do keeps none.
 */
final class NearbyBuffers implements ByteBufferPool {
  /** Those of the threads that have one now. */
  private static final ThreadLocal<Shelf> SHELVES = new ThreadLocal<>();

  /** Of one thread. */
  private static final int MOST_KEPT = 6;

  /** A larger one is not given in place of what was asked for, in bytes. */
  private static final int LARGEST_WASTE = 8 * 1024;

  private final ByteBufferPool shared;
  private final int largest;

  /**
   * Buffers of {@code shared}.
   *
   * @param largest larger ones are not kept, in bytes
   */
  NearbyBuffers(ByteBufferPool shared, int largest) {
    this.shared = shared;
    this.largest = largest;
  }

  /** Runs {@code job}, and keeps what it releases at hand for as long as it runs. */
  static void during(Runnable job) {
    Shelf shelf = new Shelf();
    SHELVES.set(shelf);
    try {
      job.run();
    } finally {
      SHELVES.remove();
      shelf.clear();
    }
  }

  @Override
  public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
    Shelf shelf = SHELVES.get();
    Nearby buffer = shelf == null ? null : shelf.take(size, direct);
    return buffer != null
        ? buffer
        : new Nearby(shared.acquire(size, direct), new Retainable.ReferenceCounter());
  }

  @Override
  public void clear() {
    shared.clear();
  }

  /** What one thread keeps; the last released is the first to be taken. */
  private static final class Shelf {
    private final Nearby[] kept = new Nearby[MOST_KEPT];
    private int count;

    Nearby take(int size, boolean direct) {
      for (int i = count - 1; i >= 0; i--) {
        Nearby buffer = kept[i];
        int waste = buffer.capacity() - size;
        if (waste >= 0 && waste < LARGEST_WASTE && buffer.isDirect() == direct) {
          System.arraycopy(kept, i + 1, kept, i, --count - i);
          kept[count] = null;
          buffer.counter.acquire();
          return buffer;
        }
      }
      return null;
    }

    /** Keeps a buffer, if need be in place of the one that nobody wanted for longest. */
    void put(Nearby buffer) {
      if (count == MOST_KEPT) {
        kept[0].buffer.release();
        System.arraycopy(kept, 1, kept, 0, --count);
      }
      kept[count++] = buffer;
    }

    void clear() {
      while (count > 0) {
        kept[--count].buffer.release();
      }
    }
  }

  /** A buffer of the shared pool, until it goes back there. */
  private final class Nearby extends RetainableByteBuffer.FixedCapacity {
    private final RetainableByteBuffer buffer;
    private final Retainable.ReferenceCounter counter;

    Nearby(RetainableByteBuffer buffer, Retainable.ReferenceCounter counter) {
      super(buffer.getByteBuffer(), counter);
      this.buffer = buffer;
      this.counter = counter;
    }

    @Override
    public boolean release() {
      if (!super.release()) {
        return false;
      }
      BufferUtil.reset(getByteBuffer());
      Shelf shelf = SHELVES.get();
      if (shelf != null && capacity() <= largest) {
        shelf.put(this);
      } else {
        buffer.release();
      }
      return true;
    }
  }
}
