package dev.margay.rcache.flight;

import dev.margay.rcache.key.ContentHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What tells one scratch directory from every other on any machine: a random id in a file, and the
 * folder's device and inode, so that a copied folder is another one (behaviour, section 4). A moved
 * folder keeps its identity while its file system keeps the inode.
 *
 * <p>If the file is deleted, processes started later have another identity than those that run:
 * leases in Redis do not hold between them, file locks do.
 */
public final class ScratchIdentity {
  private static final Logger log = LoggerFactory.getLogger(ScratchIdentity.class);
  private static final String FILE = "identity";
  private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}\n");
  private static final int ATTEMPTS = 5;
  private static final int CHARS = 32;

  private ScratchIdentity() {}

  /**
   * The identity of {@code folder}, which is made if need be, and its id with it. Where that fails,
   * an identity that nobody else has: locks are then only held against those of this machine.
   */
  public static String of(Path folder) {
    try {
      Files.createDirectories(folder);
      Object key = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
      return hash(id(folder) + (key == null ? folder.toRealPath() : key));
    } catch (IOException e) {
      log.debug("{} cannot keep an identity", folder, e);
      return hash(UUID.randomUUID().toString());
    }
  }

  private static String hash(String text) {
    return ContentHash.of(text.getBytes(StandardCharsets.UTF_8)).toString().substring(0, CHARS);
  }

  private static String id(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        String id = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (ID.matcher(id).matches()) {
          return id;
        }
        propose(folder, file, true); // cut short, as by a full disk
      } catch (NoSuchFileException e) {
        propose(folder, file, false);
      }
    }
    throw new NoSuchFileException(file.toString(), null, "gone or damaged again and again");
  }

  /** Whole or not at all, and of several processes one wins: the file is linked into its place. */
  private static void propose(Path folder, Path file, boolean replace) throws IOException {
    Path proposal = folder.resolve(FILE + "-" + UUID.randomUUID());
    try {
      write(proposal, UUID.randomUUID() + "\n");
      if (replace) {
        Files.move(proposal, file, StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.createLink(file, proposal);
      }
    } catch (FileAlreadyExistsException e) {
      log.debug("Another process was first", e);
    } finally {
      Files.deleteIfExists(proposal);
    }
  }

  private static void write(Path file, String text) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StandardCharsets.ISO_8859_1.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }
}
