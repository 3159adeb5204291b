package dev.margay.server.learning;

import dev.margay.rcache.key.ContentHash;
import dev.margay.server.learning.SightingsFormat.PageVisits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where sightings outlive the process: a file for each domain, which the processes of one scratch
 * directory share. A file is replaced as a whole, under the folder's lock, by one that holds what
 * it held and more. A damaged file is as good as none. Of one owner.
 */
final class SightingsFolder {
  private static final Logger log = LoggerFactory.getLogger(SightingsFolder.class);
  private static final String SUFFIX = ".sightings";
  private static final String TEMPORARY = ".tmp";
  private static final String SALT = "salt";
  private static final String LOCK = "lock";
  private static final long LARGEST = 64L << 20;
  private static final int NAME_CHARS = 100;
  private static final int HASH_CHARS = 8;

  private final Path folder;

  /** Files that a warning was logged for. */
  private final Set<Path> complainedOf = new HashSet<>();

  /** Each domain's file, as it was last read or written here. */
  private final Map<String, Stamp> seen = new HashMap<>();

  /**
   * Tells one file from the next in its place: two may be written in one tick of the clock, but
   * while both are there they have different inodes.
   */
  private record Stamp(FileTime written, Object inode) {
    static final Stamp NONE = new Stamp(FileTime.fromMillis(0), "none");
  }

  /** A folder, which is made when something is first written. */
  SightingsFolder(Path folder) {
    this.folder = folder;
  }

  /** What is remembered of a domain; nothing if its file is missing or damaged. */
  List<PageVisits> read(String domain) {
    Path file = file(domain);
    seen.put(domain, stamp(domain));
    try {
      if (Files.size(file) > LARGEST) {
        return damaged(file, "it is larger than " + (LARGEST >> 20) + " MiB");
      }
      return SightingsFormat.read(Files.readAllBytes(file))
          .orElseGet(() -> damaged(file, "its checksum or version is not what it should be"));
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      return damaged(file, e.toString());
    }
  }

  /** The same, if another process may have written it since this one last looked. */
  List<PageVisits> news(String domain) {
    return stamp(domain).equals(seen.get(domain)) ? List.of() : read(domain);
  }

  private Stamp stamp(String domain) {
    try {
      BasicFileAttributes file = Files.readAttributes(file(domain), BasicFileAttributes.class);
      return new Stamp(file.lastModifiedTime(), String.valueOf(file.fileKey()));
    } catch (IOException e) {
      return Stamp.NONE;
    }
  }

  private List<PageVisits> damaged(Path file, String why) {
    if (complainedOf.add(file)) {
      log.warn(
          "{} cannot be used: {}; what visitors need is learnt anew, and the file written again",
          file,
          why);
    }
    return List.of();
  }

  /** What came of writing. */
  enum Writing {
    WRITTEN,
    /** It is to be tried again. */
    IN_VAIN
  }

  /**
   * Replaces what is remembered of a domain.
   *
   * @param change makes the new from what is there now
   */
  Writing update(String domain, UnaryOperator<List<PageVisits>> change) {
    try {
      Files.createDirectories(folder);
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        log.trace("Under {}", lock);
        replace(file(domain), SightingsFormat.write(change.apply(read(domain))));
        seen.put(domain, stamp(domain));
        return Writing.WRITTEN;
      } catch (OverlappingFileLockException e) {
        log.debug("Another server of this process writes; this one will next time", e);
      }
    } catch (IOException e) {
      if (complainedOf.add(folder)) {
        log.warn(
            "{} cannot be written ({}): what is learnt is lost at the end", folder, e.toString());
      }
    }
    return Writing.IN_VAIN;
  }

  /** The salt that the processes of this folder share; one of its own if it cannot be kept. */
  AddressHash salt() {
    byte[] fresh = new byte[AddressHash.SALT_BYTES];
    new SecureRandom().nextBytes(fresh);
    Path file = folder.resolve(SALT);
    try {
      Files.createDirectories(folder);
      if (Files.notExists(file)) {
        propose(file, fresh);
      }
      byte[] salt = Files.readAllBytes(file);
      if (salt.length == AddressHash.SALT_BYTES) {
        return new AddressHash(salt);
      }
      replace(file, fresh);
    } catch (IOException e) {
      log.debug("No salt is kept in {}", folder, e);
    }
    return new AddressHash(fresh);
  }

  /** Of several processes, one wins. */
  private void propose(Path file, byte[] bytes) throws IOException {
    Path proposal = write(bytes, UUID.randomUUID() + TEMPORARY);
    try {
      Files.createLink(file, proposal);
    } catch (FileAlreadyExistsException e) {
      log.debug("Another process was first", e);
    } finally {
      Files.deleteIfExists(proposal);
    }
  }

  /** What a crash leaves half-written is overwritten next time. */
  private void replace(Path file, byte[] bytes) throws IOException {
    Path whole = write(bytes, file.getFileName() + TEMPORARY);
    try {
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  private Path write(byte[] bytes, String name) throws IOException {
    Path file = folder.resolve(name);
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
      return file;
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** Readable for people, and safe and unique whatever the domain is called. */
  private Path file(String domain) {
    String safe = domain.replaceAll("[^A-Za-z0-9.-]", "_");
    String hash = ContentHash.of(domain.getBytes(StandardCharsets.UTF_8)).hex();
    return folder.resolve(
        safe.substring(0, Math.min(safe.length(), NAME_CHARS))
            + "-"
            + hash.substring(0, HASH_CHARS)
            + SUFFIX);
  }
}
