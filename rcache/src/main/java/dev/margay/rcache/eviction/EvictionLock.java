package dev.margay.rcache.eviction;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Held by the one who evicts, among all processes that share a folder; the kernel frees it when
 * that one dies. It only saves work: two who evict at once do no harm. Its file is its own, so
 * closing it frees no flight's lock (POSIX fcntl).
 */
final class EvictionLock implements Closeable {
  private static final Logger log = LoggerFactory.getLogger(EvictionLock.class);

  /**
   * The files that this process holds. It opens none of these a second time: closing that channel
   * would free the lock.
   */
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private EvictionLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock; empty if another has it.
   *
   * @throws IOException if the file cannot be opened: nothing can be removed beside it either
   */
  static Optional<EvictionLock> tryTake(Path lockFile) throws IOException {
    Path file = lockFile.toAbsolutePath().normalize();
    if (!OURS.add(file)) {
      return Optional.empty();
    }
    Optional<EvictionLock> taken = Optional.empty();
    try {
      taken = open(file);
    } finally {
      if (taken.isEmpty()) {
        OURS.remove(file);
      }
    }
    return taken;
  }

  private static Optional<EvictionLock> open(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isFree(channel)) {
      channel.close();
      return Optional.empty();
    }
    return Optional.of(new EvictionLock(file, channel));
  }

  @SuppressWarnings("resource") // closing the channel frees the lock
  private static boolean isFree(FileChannel channel) {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (IOException e) {
      log.debug("No locks in the cache's folder", e);
      return true;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      log.debug("The eviction lock could not be closed", e);
    } finally {
      OURS.remove(file);
    }
  }
}
