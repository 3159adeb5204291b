package dev.margay.server.learning;

import dev.margay.server.http.Destination;

/**
 * One asset that belongs to a page.
 *
 * @param target path and query, as in the request that a browser sends for it
 * @param destination what the page wants it for
 * @param loading how the page's element asks for it, which a preload has to repeat
 * @param importance how much of the page waits for it
 */
public record PageAsset(
    String target, Destination destination, Loading loading, Importance importance) {

  /**
   * How an element asks for an asset. A preload that asks in another way is not used: the browser
   * would fetch the asset twice.
   */
  public enum Loading {
    /** Without CORS: style sheets, classic scripts and images, unless they say otherwise. */
    NO_CORS,
    /** {@code crossorigin} or {@code crossorigin=anonymous}; fonts always. */
    CORS,
    /** {@code crossorigin=use-credentials}. */
    CORS_WITH_CREDENTIALS,
    /** A module script, for which a link says {@code rel=modulepreload}. */
    MODULE,
    /** A module script with {@code crossorigin=use-credentials}. */
    MODULE_WITH_CREDENTIALS
  }

  /** Classes of assets, the most urgent first. Within a class the order of the list counts. */
  public enum Importance {
    /** A style sheet, or one that it imports, without which nothing is painted. */
    BLOCKING_STYLE,
    /** A script in the head. */
    HEAD_SCRIPT,
    /** The image that is, in all likelihood, the page's largest paint. */
    MAIN_IMAGE,
    /** Everything else. */
    REST
  }
}
