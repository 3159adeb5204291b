package dev.margay.server.assets;

import dev.margay.rcache.store.BlockReader;
import dev.margay.rcache.store.BlockTable;
import dev.margay.rcache.store.Body;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Large bodies on disk that are asked for again and again, in memory, checked against their hashes
 * once. Readers share the bytes, so many of one body cost what one does; what is being sent is
 * never evicted and never given up from the sum, so however slowly visitors read, all of it
 * together stays below the bound. Where there is no room, a body is sent from disk. Safe for many
 * threads.
 */
final class ResidentBodies {
  private static final Logger log = LoggerFactory.getLogger(ResidentBodies.class);

  /** Larger bodies are sent from disk, in bytes: reading them costs little beside sending them. */
  static final int LARGEST = 2 << 20;

  /** A body is taken into memory when it is asked for so often while it is remembered. */
  private static final int ASKINGS = 2;

  /** How many bodies are remembered at most, in memory or only asked for. */
  private static final int REMEMBERED = 1024;

  /** What is known of one body. All of it is guarded by the set of bodies. */
  private static final class Resident {
    private int askings;
    private int readers;
    private boolean reserved;
    private byte[] bytes;
  }

  /** A reader's hold on bytes in memory, which are not to be written to. */
  final class Lease implements AutoCloseable {
    private final Resident resident;
    private boolean ended;

    private Lease(Resident resident) {
      this.resident = resident;
    }

    byte[] bytes() {
      return resident.bytes;
    }

    /** Ends the hold; again is no harm. */
    @Override
    public void close() {
      synchronized (ResidentBodies.this) {
        if (!ended) {
          ended = true;
          resident.readers--;
        }
      }
    }
  }

  private final long bound;
  private final Executor disk;

  /** Guarded by this. By recency; a body is itself only, whatever it equals. */
  private final Map<Identity, Resident> bodies = new LinkedHashMap<>(16, 0.75f, true);

  /** Guarded by this. The lengths of all that are in memory or on their way to it. */
  private long total;

  /** A body as a key: another reading of the same file is another. */
  private record Identity(Body.OnDisk body) {
    @Override
    @SuppressWarnings("ReferenceEquality") // what it is for
    public boolean equals(Object other) {
      return other instanceof Identity that && that.body == body;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(body);
    }
  }

  /**
   * None yet.
   *
   * @param bound of all bodies' lengths together, in bytes
   * @param disk reads them
   */
  ResidentBodies(long bound, Executor disk) {
    this.bound = bound;
    this.disk = disk;
  }

  /** The bytes of {@code body}, if they are in memory; or else null. */
  synchronized Lease borrow(Body.OnDisk body) {
    if (body.length() > LARGEST) {
      return null;
    }
    Identity key = new Identity(body);
    Resident resident = bodies.computeIfAbsent(key, absent -> new Resident());
    if (resident.bytes != null) {
      resident.readers++;
      return new Lease(resident);
    }
    resident.askings++;
    if (resident.askings >= ASKINGS && !resident.reserved && makeRoom(body.length())) {
      resident.reserved = true;
      total += body.length();
      load(key, resident);
    }
    forgetSome();
    return null;
  }

  /** Lengths of all that are in memory, or on their way to it, in bytes. */
  synchronized long total() {
    return total;
  }

  private boolean makeRoom(long length) {
    Iterator<Map.Entry<Identity, Resident>> eldest = bodies.entrySet().iterator();
    while (total + length > bound && eldest.hasNext()) {
      Map.Entry<Identity, Resident> entry = eldest.next();
      Resident resident = entry.getValue();
      if (resident.bytes != null && resident.readers == 0) {
        total -= entry.getKey().body().length();
        eldest.remove();
      }
    }
    return total + length <= bound;
  }

  private void forgetSome() {
    Iterator<Resident> eldest = bodies.values().iterator();
    while (bodies.size() > REMEMBERED && eldest.hasNext()) {
      if (!eldest.next().reserved) {
        eldest.remove();
      }
    }
  }

  private void load(Identity key, Resident resident) {
    try {
      disk.execute(() -> loaded(key, resident, read(key.body())));
    } catch (RejectedExecutionException e) {
      loaded(key, resident, null);
    }
  }

  private static byte[] read(Body.OnDisk body) {
    byte[] bytes = new byte[(int) body.length()];
    ByteBuffer block = ByteBuffer.allocate(BlockTable.BLOCK);
    try (BlockReader reader = BlockReader.open(body.file(), body.blocks())) {
      int at = 0;
      while (at < bytes.length) {
        reader.read(at, block);
        int read = block.remaining();
        block.get(bytes, at, read);
        at += read;
      }
      return bytes;
    } catch (IOException e) {
      log.debug("A body was not taken into memory", e);
      return null;
    }
  }

  /** Takes the bytes; with none, another asking may try again. */
  private synchronized void loaded(Identity key, Resident resident, byte[] bytes) {
    if (bytes == null) {
      total -= key.body().length();
      bodies.remove(key, resident);
    } else {
      resident.bytes = bytes;
    }
  }
}
