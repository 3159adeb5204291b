package dev.margay.rcache.store;

import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.key.StoreKey;

/** What the store holds under a key, already checked against its hashes. */
public sealed interface Stored {
  /** Under which name it is held. */
  StoreKey key();

  /** Bytes, and the hash of those bytes. */
  record Kept(StoreKey key, ContentHash bytes, Body body) implements Stored {}

  /** A note that the coding was tried and did not make the content smaller. */
  record NotSmaller(StoreKey key) implements Stored {}
}
