package dev.margay.server.derive;

import dev.margay.server.http.CanonicalPath;
import dev.margay.server.http.MediaType;

/**
 * Content made from content: what is served in place of a file's bytes. The same input has to give
 * the same output, as that is looked up by its own hash. Called on a disk thread.
 */
public interface Derivation {
  /** Whether files of this type are to be read for {@link #derive} at all. */
  boolean appliesTo(MediaType type);

  /**
   * What to serve in place of {@code source}; {@code source} itself where nothing is to be made of
   * it. Neither array is written to afterwards.
   */
  byte[] derive(CanonicalPath path, byte[] source);
}
