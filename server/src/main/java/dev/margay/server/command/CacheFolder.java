package dev.margay.server.command;

import dev.margay.rcache.store.ContentStore;
import dev.margay.server.config.ScratchSettings;

/** The content store of a site's scratch folder, for looking only. */
final class CacheFolder {
  private CacheFolder() {}

  static ContentStore of(ScratchSettings scratch) {
    return new ContentStore(scratch.representationCacheDir());
  }
}
