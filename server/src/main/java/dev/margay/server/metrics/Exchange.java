package dev.margay.server.metrics;

import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.key.Tier;
import java.util.Locale;
import org.eclipse.jetty.server.Request;

/**
 * What a handler tells of how it answered. Immutable, so that one instance serves all requests that
 * were answered alike.
 *
 * @param content the version of the asset that was sent or confirmed; null if it is not hashed yet
 * @param coding of the bytes sent
 * @param tier of the bytes sent
 * @param served where they came from
 * @param plainBytes length of the asset's plain bytes
 */
public record Exchange(
    ContentHash content, ContentCoding coding, Tier tier, Served served, long plainBytes) {
  private static final String ATTRIBUTE = Exchange.class.getName();

  /** Where the bytes of a response came from. */
  public enum Served {
    /** The coded form was at hand. */
    READY,
    /** The coded form was found on disk, or made, while the request waited. */
    WAITED,
    /** No coded form in time, or none for now: plain bytes in its place. */
    PLAIN_FOR_NOW,
    /** Plain bytes of a file that is not hashed yet. */
    UNHASHED;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The outcome's name in logs. */
    public String label() {
      return label;
    }
  }

  /** Notes this on {@code request}, for those who watch. */
  public void noteOn(Request request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  /** What was noted on {@code request}; null if nothing was. */
  public static Exchange of(Request request) {
    return (Exchange) request.getAttribute(ATTRIBUTE);
  }
}
