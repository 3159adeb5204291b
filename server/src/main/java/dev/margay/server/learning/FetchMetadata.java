package dev.margay.server.learning;

import dev.margay.server.http.Destination;
import java.util.Optional;

/**
 * What a browser says a request is for (Fetch Metadata Request Headers, and {@code Sec-Purpose} of
 * the Fetch Standard). Each is the field's value, and empty if the request has none.
 *
 * @param destination {@code Sec-Fetch-Dest}
 * @param mode {@code Sec-Fetch-Mode}
 * @param purpose {@code Sec-Purpose}
 */
public record FetchMetadata(String destination, String mode, String purpose) {
  /** Of a navigation to a document. */
  public static final FetchMetadata NAVIGATION = new FetchMetadata("document", "navigate", "");

  /**
   * Whether nobody looks at the result yet. A prerendered page runs, and asks for what it needs.
   */
  boolean prefetch() {
    return purpose.contains("prefetch") && !purpose.contains("prerender");
  }

  /**
   * Whether a visitor looks at a document of its own: neither a frame nor what a script fetches.
   */
  boolean document() {
    return !prefetch() && (destination.isEmpty() || destination.equals("document"));
  }

  /** What the asset is wanted for, if such an asset can be sent ahead. */
  Optional<Destination> asset() {
    return prefetch() ? Optional.empty() : Destination.of(destination);
  }
}
