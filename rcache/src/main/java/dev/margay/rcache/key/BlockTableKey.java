package dev.margay.rcache.key;

import java.util.Optional;

/** Names the block hashes of a large file that is served from its own place. */
public record BlockTableKey(ContentHash content) implements StoreKey {
  static final String SUFFIX = "-blocks";

  /** Reads a {@link #name()} back; empty if it is none. */
  static Optional<BlockTableKey> parse(String name) {
    String hex = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : "";
    try {
      return Optional.of(new BlockTableKey(ContentHash.fromHex(hex)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public String name() {
    return content.hex() + SUFFIX;
  }
}
