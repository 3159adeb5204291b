package dev.margay.server.learning;

import java.util.List;

/**
 * The assets of one version of one page, most important first, each once. Immutable.
 *
 * @param source who says so
 */
public record PageAssets(Source source, List<PageAsset> assets) {
  /** Where the knowledge comes from; the first that has an answer is taken, never a mixture. */
  public enum Source {
    /** The push list next to the page. */
    PUSH_LIST,
    /** What visitors' browsers asked for after the page. */
    TRAFFIC,
    /** What the page's own HTML and its style sheets name. */
    MARKUP,
    /** Nobody has an answer. */
    NONE
  }

  /** For a page of which nothing is known. */
  public static final PageAssets NONE = new PageAssets(Source.NONE, List.of());

  /** Keeps its own copy of the list. */
  public PageAssets {
    assets = List.copyOf(assets);
  }
}
