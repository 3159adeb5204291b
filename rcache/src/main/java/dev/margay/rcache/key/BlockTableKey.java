package dev.margay.rcache.key;

/** Names the block hashes of a large file that is served from its own place. */
public record BlockTableKey(ContentHash content) implements StoreKey {
  static final String SUFFIX = "-blocks";

  @Override
  public String name() {
    return content.hex() + SUFFIX;
  }
}
