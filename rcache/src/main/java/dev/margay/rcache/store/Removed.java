package dev.margay.rcache.store;

/**
 * What was removed.
 *
 * @param files how many
 * @param bytes what they held together
 */
public record Removed(long files, long bytes) {
  /** No file. */
  public static final Removed NOTHING = new Removed(0, 0);

  /** And one file more. */
  public Removed plus(long size) {
    return new Removed(files + 1, bytes + size);
  }

  /** Both. */
  public Removed plus(Removed other) {
    return new Removed(files + other.files, bytes + other.bytes);
  }
}
