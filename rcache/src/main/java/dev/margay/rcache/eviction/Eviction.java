package dev.margay.rcache.eviction;

import dev.margay.rcache.store.Removed;

/** What came of holding the store to its quota once. */
public sealed interface Eviction {
  /**
   * It was looked at.
   *
   * @param files how many there are left
   * @param space what they take of the disk, in bytes
   * @param removed what was given up
   */
  record Looked(long files, long space, Removed removed) implements Eviction {}

  /** Another process, or another part of this one, does it now. */
  record Busy() implements Eviction {}

  /** The folder cannot be read or written to, or it is not to be done any more. */
  record Unavailable() implements Eviction {}
}
