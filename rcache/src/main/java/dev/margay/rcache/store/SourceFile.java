package dev.margay.rcache.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of a site, read as it stands: it may be written to at any time. */
public final class SourceFile {
  private static final int CHUNK = 256 * 1024;

  private SourceFile() {}

  /** Opens {@code file}, which is no symbolic link. */
  static InputStream open(Path file) throws IOException {
    return Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Reads {@code file} once to at most {@code limit} bytes.
   *
   * @return its bytes, at most {@code limit + 1} of them: one more than the limit says that it is
   *     larger
   */
  public static byte[] readUpTo(Path file, int limit) throws IOException {
    try (InputStream content = open(file)) {
      return content.readNBytes(limit + 1);
    }
  }

  /** Reads {@code file} once and hashes the whole and each block of just what was read. */
  public static BlockTable.Hashed hash(Path file) throws IOException {
    BlockTable.Builder builder = new BlockTable.Builder();
    byte[] chunk = new byte[CHUNK];
    try (InputStream content = open(file)) {
      for (int n = content.read(chunk); n >= 0; n = content.read(chunk)) {
        builder.add(chunk, 0, n);
      }
    }
    return builder.finish();
  }
}
