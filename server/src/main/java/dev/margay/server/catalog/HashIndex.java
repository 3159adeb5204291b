package dev.margay.server.catalog;

import dev.margay.rcache.key.ContentHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers, on disk, which content a large file had under which stamp, so that a restart does not
 * read it again. It is a cache of fixed size: 4,096 pages of 56 records, a file's page told by the
 * hash of its path; a full page gives up one of its records at random. Nothing of it is held in
 * memory. Processes share it without a lock: a record is written at once and carries a checksum,
 * and a torn or foreign one is as good as none.
 *
 * <pre>
 *   record (72 bytes): 16 hash of the path | 16 digest of the stamp | 32 content hash | 8 CRC-32C
 * </pre>
 */
public final class HashIndex {
  private static final Logger log = LoggerFactory.getLogger(HashIndex.class);
  private static final int PAGES = 4096;
  private static final int PAGE = 4096;
  private static final int RECORD = 72;
  private static final int KEY = 16;
  private static final int CHECKED = RECORD - Long.BYTES;
  private static final int RECORDS = PAGE / RECORD;

  private final Path file;

  /** An index in {@code file}, which is made on first use. */
  public HashIndex(Path file) {
    this.file = file;
  }

  /** The content that {@code path} had when its stamp was {@code stamp}, if that is remembered. */
  Optional<ContentHash> find(Path path, FileStamp stamp) {
    byte[] key = key(path);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      byte[] page = readPage(channel, position(key));
      int at = slotOf(page, key);
      if (at < 0 || !sameBytes(page, at + KEY, stamp.digest())) {
        return Optional.empty();
      }
      return Optional.of(ContentHash.readFrom(ByteBuffer.wrap(page).position(at + 2 * KEY)));
    } catch (IOException e) {
      log.debug("The hash index cannot be read", e);
      return Optional.empty();
    }
  }

  /**
   * Remembers that {@code path} with {@code stamp} has {@code content}; a fault costs a re-reading.
   */
  void put(Path path, FileStamp stamp, ContentHash content) {
    byte[] key = key(path);
    try {
      Files.createDirectories(file.getParent());
      try (FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        byte[] page = readPage(channel, position(key));
        int slot = slotOf(page, key);
        int at = slot >= 0 ? slot : freeSlot(page);
        ByteBuffer record = ByteBuffer.allocate(RECORD).put(key).put(stamp.digest());
        content.writeTo(record);
        record.putLong(checksum(record.array(), 0)).flip();
        channel.write(record, position(key) + at);
      }
    } catch (IOException e) {
      log.debug("The hash index cannot be written", e);
    }
  }

  private static byte[] key(Path path) {
    ByteBuffer hash = ByteBuffer.allocate(ContentHash.BYTES);
    ContentHash.of(path.toString().getBytes(StandardCharsets.UTF_8)).writeTo(hash);
    return Arrays.copyOf(hash.array(), KEY);
  }

  private static long position(byte[] key) {
    return Math.floorMod(ByteBuffer.wrap(key).getInt(), PAGES) * (long) PAGE;
  }

  /** The page, with zeros where the file is shorter. */
  private static byte[] readPage(FileChannel channel, long position) throws IOException {
    ByteBuffer page = ByteBuffer.allocate(PAGE);
    int read = 0;
    while (page.hasRemaining() && read >= 0) {
      read = channel.read(page, position + page.position());
    }
    return page.array();
  }

  /** Where the valid record for {@code key} begins in the page; −1 if there is none. */
  private static int slotOf(byte[] page, byte[] key) {
    for (int at = 0; at < RECORDS * RECORD; at += RECORD) {
      if (sameBytes(page, at, key) && valid(page, at)) {
        return at;
      }
    }
    return -1;
  }

  private static int freeSlot(byte[] page) {
    for (int at = 0; at < RECORDS * RECORD; at += RECORD) {
      if (!valid(page, at)) {
        return at;
      }
    }
    return ThreadLocalRandom.current().nextInt(RECORDS) * RECORD;
  }

  private static boolean sameBytes(byte[] page, int at, byte[] bytes) {
    return Arrays.equals(page, at, at + bytes.length, bytes, 0, bytes.length);
  }

  private static boolean valid(byte[] page, int at) {
    return ByteBuffer.wrap(page).getLong(at + CHECKED) == checksum(page, at);
  }

  /** Never that of an empty record: a record of zeros has another sum than zero. */
  private static long checksum(byte[] bytes, int at) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, at, CHECKED);
    return crc.getValue() | 1L << 32;
  }
}
