package dev.margay.server.assets;

import dev.margay.server.http.CanonicalPath;
import java.time.Duration;

/**
 * How a static domain is served.
 *
 * @param believed for how long what is in memory is sent before the file is looked at again; zero
 *     looks at each request
 * @param encodeWait how long a request waits for a coded form before it gets the plain one
 * @param memoryBytes how much memory the bodies of this domain may take
 * @param singlePage whether navigations to missing paths are answered with {@link #page}
 */
public record AssetSettings(
    Duration believed, Duration encodeWait, long memoryBytes, boolean singlePage) {
  /** The page of a single-page site. */
  CanonicalPath page() {
    return ((CanonicalPath) CanonicalPath.read("/")).asDirectory();
  }
}
