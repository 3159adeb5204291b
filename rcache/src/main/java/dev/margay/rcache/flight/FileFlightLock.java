package dev.margay.rcache.flight;

import dev.margay.rcache.key.ContentHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flights by the kernel's file locks: each flight is one byte of one lock file, at the place that
 * the hash of its name says. The kernel frees the byte when a process dies, so no lead outlives its
 * leader. The lock file is never removed by us; if somebody removes it, the next flight makes
 * another.
 *
 * <p>One instance for each lock file and process: closing any channel of a file frees all of a
 * process's locks on it (POSIX fcntl).
 */
public final class FileFlightLock implements FlightLock {
  private static final Logger log = LoggerFactory.getLogger(FileFlightLock.class);
  private static final int ATTEMPTS = 5;
  private static final Object REMOVED = "removed";
  private static final int POLL_MILLIS = 10;
  private static final int POLL_JITTER_MILLIS = 20;

  private final Path file;
  private final ScheduledExecutorService poller =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "margay-flight-poller");
            thread.setDaemon(true);
            return thread;
          });

  /** Guarded by this. The last one is in use; earlier ones may still carry locks. */
  private final List<FileChannel> channels = new ArrayList<>();

  /** Guarded by this. What the last channel's file is, to notice when the path means another. */
  private Object fileKey;

  /** Guarded by this. */
  private boolean closed;

  /** Those who wait for the next poll: the poller forgets them when it is shut down. */
  private final Map<Object, CompletableFuture<Ending>> waits = new ConcurrentHashMap<>();

  /** Flights in {@code file}, which is made on first use. */
  public FileFlightLock(Path file) {
    this.file = file;
  }

  @Override
  public Turn enter(String flight) throws IOException {
    long position = position(flight);
    FileLock lock = tryLock(position);
    return lock == null ? new FileFollower(position) : new FileLeader(lock);
  }

  @Override
  public void close() {
    poller.shutdownNow();
    synchronized (this) {
      closed = true;
      channels.forEach(FileFlightLock::closeQuietly);
      channels.clear();
    }
    waits
        .values()
        .forEach(wait -> wait.complete(Ending.RELEASED)); // nobody polls for them any longer
  }

  private FileLock tryLock(long position) throws IOException {
    try {
      return channel().tryLock(position, 1, false);
    } catch (OverlappingFileLockException e) {
      return null; // held by another part of this process
    }
  }

  private synchronized FileChannel channel() throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Object current = current();
      if (current.equals(fileKey)) {
        return channels.get(channels.size() - 1);
      }
      Files.createDirectories(file.getParent());
      channels.add(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
      // Equal before and after: then it is this file that was opened, not one that was removed.
      fileKey = current.equals(REMOVED) ? null : current;
    }
    throw new NoSuchFileException(file.toString(), null, "removed again and again");
  }

  private Object current() throws IOException {
    try {
      Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      return key == null ? file : key;
    } catch (NoSuchFileException e) {
      return REMOVED;
    }
  }

  /** Two flights in one place would only wait for each other: with 62 bits none do. */
  private static long position(String flight) {
    ByteBuffer hash = ByteBuffer.allocate(ContentHash.BYTES);
    ContentHash.of(flight.getBytes(StandardCharsets.UTF_8)).writeTo(hash);
    return hash.getLong(0) >>> 2;
  }

  private static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (ClosedChannelException e) {
      log.debug("already closed", e);
    } catch (Exception e) {
      log.warn("A file lock could not be freed: {}", e.toString());
    }
  }

  private record FileLeader(FileLock lock) implements Leader {
    @Override
    public void close() {
      closeQuietly(lock);
    }
  }

  private final class FileFollower implements Follower {
    private final long position;

    FileFollower(long position) {
      this.position = position;
    }

    @Override
    public CompletionStage<Ending> ended(Duration deadline) {
      CompletableFuture<Ending> ending = new CompletableFuture<>();
      Object wait = new Object();
      waits.put(wait, ending);
      ending.whenComplete((end, none) -> waits.remove(wait));
      pollUntil(System.nanoTime() + deadline.toNanos(), ending);
      return ending;
    }

    private void pollUntil(long deadline, CompletableFuture<Ending> ending) {
      int jitter = ThreadLocalRandom.current().nextInt(POLL_JITTER_MILLIS);
      try {
        poller.schedule(() -> poll(deadline, ending), POLL_MILLIS + jitter, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        ending.complete(Ending.RELEASED); // closed: nobody is to wait any longer
      }
    }

    private void poll(long deadline, CompletableFuture<Ending> ending) {
      try {
        FileLock lock = tryLock(position);
        if (lock != null) {
          lock.close();
          ending.complete(Ending.RELEASED);
          return;
        }
      } catch (IOException | RuntimeException e) {
        ending.complete(Ending.RELEASED); // it cannot be told: looking again does no harm
        return;
      }
      if (System.nanoTime() - deadline >= 0) {
        ending.complete(Ending.DEADLINE);
      } else {
        pollUntil(deadline, ending);
      }
    }
  }
}
