package dev.margay.rcache.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where files lie that nobody is to find: writes in progress, and damaged files on their way out.
 * Whoever writes a file holds its lock, and whoever removes another's must have its lock: so what a
 * crash left is told from what is still being written.
 */
final class StagingFolder {
  private static final Logger log = LoggerFactory.getLogger(ContentStore.class);
  private static final int ATTEMPTS = 3;

  /**
   * The names that this process uses. It opens none of these again before it is published: closing
   * any channel of a file frees all of a process's locks on it (POSIX fcntl).
   */
  private static final Set<String> OURS = ConcurrentHashMap.newKeySet();

  private final Path folder;

  StagingFolder(Path folder) {
    this.folder = folder;
  }

  /** A new file, open for writing and locked. */
  record Place(Path file, FileChannel channel) {}

  /** Makes {@code folder} unless it is there, be it by a symbolic link. */
  static void make(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
    }
  }

  /** Makes a file with a name of its own. */
  Place create() throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return createLocked();
      } catch (NoSuchFileException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        log.debug("The folder or the file was removed this instant", e);
      }
    }
  }

  private Place createLocked() throws IOException {
    Path file = newName();
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      lock(channel);
      if (Files.exists(file)) {
        return new Place(file, channel);
      }
      channel.close(); // another process took it for abandoned before it was locked
      throw new NoSuchFileException(file.toString());
    } catch (IOException e) {
      OURS.remove(name(file));
      throw e;
    }
  }

  /** Gives {@code file} a name of its own in this folder. */
  Path moveAside(Path file) throws IOException {
    Path aside = newName();
    try {
      return Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      OURS.remove(name(aside));
      throw e;
    }
  }

  /** Removes a file of this process's, if it is still there. */
  void remove(Path file) throws IOException {
    try {
      Files.deleteIfExists(file);
    } finally {
      OURS.remove(name(file));
    }
  }

  /** Removes the files that no living process writes, and tells which. */
  Removed removeAbandoned() throws IOException {
    Removed removed = Removed.NOTHING;
    if (!Files.isDirectory(folder)) {
      return removed;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (!OURS.contains(name(file)) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          removed = removed.plus(removeIfFree(file));
        }
      }
    }
    return removed;
  }

  private static Removed removeIfFree(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      long size = channel.size();
      boolean removed = lock != null && Files.deleteIfExists(file);
      return removed ? Removed.NOTHING.plus(size) : Removed.NOTHING;
    } catch (IOException | OverlappingFileLockException e) {
      log.debug("{} is left where it is", file, e);
      return Removed.NOTHING;
    }
  }

  private Path newName() throws IOException {
    make(folder);
    Path file = folder.resolve(UUID.randomUUID().toString());
    OURS.add(name(file));
    return file;
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  /** Closing the channel frees the lock. A file system without locks has no removal either. */
  private static void lock(FileChannel channel) {
    try {
      if (channel.tryLock() == null) {
        log.debug("Another process is removing what was made this instant");
      }
    } catch (IOException e) {
      log.debug("No locks in the cache's folder", e);
    }
  }
}
