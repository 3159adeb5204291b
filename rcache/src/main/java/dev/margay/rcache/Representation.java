package dev.margay.rcache;

import dev.margay.rcache.key.EntityTag;
import dev.margay.rcache.key.RepresentationKey;
import dev.margay.rcache.store.Body;
import dev.margay.rcache.store.Stored;

/** A coded form of some content: its name, its strong entity tag and its bytes. */
public record Representation(RepresentationKey key, EntityTag tag, Body body) {
  static Representation of(RepresentationKey key, Stored.Kept kept) {
    return new Representation(
        key, EntityTag.of(key.content(), key.coding(), kept.bytes()), kept.body());
  }
}
