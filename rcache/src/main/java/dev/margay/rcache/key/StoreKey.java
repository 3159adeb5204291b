package dev.margay.rcache.key;

import java.util.Optional;

/**
 * Names something in the content store. The name says everything, so nothing in it can be stale.
 */
public sealed interface StoreKey permits RepresentationKey, BlockTableKey, ReadingKey {
  /** What the thing was made from. */
  ContentHash content();

  /** A file name: lower-case letters, digits and dashes, beginning with the content's hash. */
  String name();

  /** Reads a {@link #name()} back; empty if it is none. */
  static Optional<StoreKey> parse(String name) {
    return RepresentationKey.parse(name)
        .<StoreKey>map(key -> key)
        .or(() -> BlockTableKey.parse(name))
        .or(() -> ReadingKey.parse(name));
  }
}
