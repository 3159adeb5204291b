package dev.margay.server.catalog;

import dev.margay.rcache.key.ContentHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/**
 * What the file system says of a file without its being read: equal stamps of a quiet file mean
 * that nobody wrote to it in between.
 *
 * @param size in bytes
 * @param modified when its bytes were last written; anyone may set it
 * @param changed when anything of it was last changed; nobody can set it (where the file system has
 *     no such time, the same as {@code modified})
 * @param identity which file it is: device and inode
 */
public record FileStamp(long size, Instant modified, Instant changed, String identity) {
  /** A write within this time of the look may have left the times as they were. */
  static final Duration QUIET = Duration.ofSeconds(2);

  private static final int DIGEST = 16;
  private static final boolean UNIX =
      Path.of("").getFileSystem().supportedFileAttributeViews().contains("unix");

  /** What {@code file}, which is no symbolic link, is now. */
  public static FileStamp of(Path file) throws IOException {
    if (UNIX) {
      Map<String, Object> attributes =
          Files.readAttributes(
              file, "unix:size,lastModifiedTime,ctime,dev,ino", LinkOption.NOFOLLOW_LINKS);
      return new FileStamp(
          (Long) attributes.get("size"),
          ((FileTime) attributes.get("lastModifiedTime")).toInstant(),
          ((FileTime) attributes.get("ctime")).toInstant(),
          attributes.get("dev") + ":" + attributes.get("ino"));
    }
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    Instant modified = attributes.lastModifiedTime().toInstant();
    return new FileStamp(
        attributes.size(), modified, modified, String.valueOf(attributes.fileKey()));
  }

  // Java would put these two together at their first call, which takes a start 10 ms and more.
  @Override
  public boolean equals(Object other) {
    return other instanceof FileStamp that
        && size == that.size
        && modified.equals(that.modified)
        && changed.equals(that.changed)
        && identity.equals(that.identity);
  }

  @Override
  public int hashCode() {
    return Objects.hash(size, modified, changed, identity);
  }

  /** Whether the file was left alone for long enough that its times tell of any later write. */
  public boolean quietAt(Instant now) {
    return isFar(modified, now) && isFar(changed, now);
  }

  private static boolean isFar(Instant time, Instant now) {
    return Duration.between(time, now).abs().compareTo(QUIET) >= 0;
  }

  /** 16 bytes that differ for different stamps. */
  byte[] digest() {
    byte[] name = identity.getBytes(StandardCharsets.UTF_8);
    ByteBuffer fields = ByteBuffer.allocate(3 * Long.BYTES + 2 * Integer.BYTES + name.length);
    fields.putLong(size).putLong(modified.getEpochSecond()).putInt(modified.getNano());
    fields.putLong(changed.getEpochSecond()).putInt(changed.getNano()).put(name);
    ByteBuffer hash = ByteBuffer.allocate(ContentHash.BYTES);
    ContentHash.of(fields.array()).writeTo(hash);
    return Arrays.copyOf(hash.array(), DIGEST);
  }
}
