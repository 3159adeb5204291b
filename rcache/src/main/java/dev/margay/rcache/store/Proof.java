package dev.margay.rcache.store;

/** What came of holding a file of the store against its hashes. */
public enum Proof {
  /** Every byte is as it was written. */
  SOUND,
  /** It is cut, altered, or another file under this name. */
  DAMAGED,
  /** The file system does not give it out. */
  UNREADABLE,
  /** Its name or its place is no entry's, so there is nothing to hold it against. */
  NO_ENTRY,
  /** It was removed meanwhile. */
  GONE
}
