package dev.margay.server.ahead;

import dev.margay.server.learning.PageAsset;
import dev.margay.server.visitor.AssetKey;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An asset of a page, with what is known of it now.
 *
 * @param asset what the page wants
 * @param found the version that there is; empty if nothing is served under this target
 * @param fieldBytes what it adds to a {@code Link} field; empty if it cannot stand in one
 */
public record AheadCandidate(PageAsset asset, Optional<Found> found, OptionalInt fieldBytes) {
  /** As each asset is found, so that plans do not measure it again. */
  public AheadCandidate(PageAsset asset, Optional<Found> found) {
    this(asset, found, LinkField.length(asset));
  }

  /**
   * The version of an asset that would be sent.
   *
   * @param key names it in what is remembered of a visitor
   * @param bytes size of its body in the coding that this visitor gets, if that was made already;
   *     else of the plain body
   * @param freshSeconds for how long the browser may use it without asking again
   */
  public record Found(AssetKey key, long bytes, long freshSeconds) {}

  String target() {
    return asset.target();
  }
}
