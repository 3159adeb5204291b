package dev.margay.server.catalog;

import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.store.Body;
import dev.margay.server.http.MediaType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of one version of one file.
 *
 * @param file where it really lies; no part of this path is a symbolic link
 * @param stamp what it was when it was read
 * @param settled whether an equal stamp, seen later, proves that nothing changed
 * @param content the hash of what was read
 * @param plain what was read: in memory, or on disk with the hash of each block
 * @param type by its name
 * @param making whether the content is the file's, or made from it
 */
public record AssetFacts(
    Path file,
    FileStamp stamp,
    boolean settled,
    ContentHash content,
    Body plain,
    MediaType type,
    Making making) {
  /** Where content comes from. */
  public enum Making {
    /** It is what the file holds. */
    READ,
    /** It was made from that, and is in no file. */
    DERIVED
  }

  /** Archives give all their files one constant date; anything before this is such a date. */
  private static final Instant MEANINGFUL = Instant.parse("1990-01-01T00:00:00Z");

  /** The facts of content that is the file's. */
  public AssetFacts(
      Path file,
      FileStamp stamp,
      boolean settled,
      ContentHash content,
      Body plain,
      MediaType type) {
    this(file, stamp, settled, content, plain, type, Making.READ);
  }

  // Java would put these two together at their first call, which the first visitor would wait for.
  @Override
  public boolean equals(Object other) {
    return other instanceof AssetFacts that
        && settled == that.settled
        && making == that.making
        && file.equals(that.file)
        && stamp.equals(that.stamp)
        && content.equals(that.content)
        && plain.equals(that.plain)
        && type.equals(that.type);
  }

  @Override
  public int hashCode() {
    return Objects.hash(file, stamp, settled, content, plain, type, making);
  }

  /** The same version of the same file, served as other content that was made from it. */
  public AssetFacts derived(ContentHash made, Body bytes) {
    return new AssetFacts(file, stamp, settled, made, bytes, type, Making.DERIVED);
  }

  /** When the file says that it was last modified, where that says anything. */
  public Optional<Instant> lastModified() {
    Instant modified = stamp.modified();
    return settled
            && modified.isAfter(MEANINGFUL)
            && modified.isBefore(stamp.changed().plus(FileStamp.QUIET))
        ? Optional.of(modified)
        : Optional.empty();
  }
}
