package dev.margay.server.learning;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One navigation to a page: what a visit begins with.
 *
 * @param visitor who came
 * @param page what they are sent
 * @param authority the request's {@code Host} or {@code :authority}
 * @param fetch what the browser says of the request
 * @param sentAhead what was hinted or pushed with the page; nothing in a visit that was held back
 * @param known whether the visitor has what a target names, as the visitor's digest or session
 *     says; asked up to {@link #CLOSED} later, on another thread
 * @param named what the page's source, or its style sheets', says of a target: its element's
 *     loading and importance; a target that it names may have a query. Asked like {@code known}
 * @param at when the first of the page's answer went out: its 103, or its own headers
 */
public record Navigation(
    Visitor visitor,
    PageVersion page,
    String authority,
    FetchMetadata fetch,
    List<PageAsset> sentAhead,
    Predicate<String> known,
    Function<String, Optional<PageAsset>> named,
    Instant at) {
  /** How long after the page a request still belongs to it (behaviour, section 6). */
  public static final Duration WINDOW = Duration.ofSeconds(10);

  /** When a visit is summed up: a request of the window may be noted when its answer has ended. */
  public static final Duration CLOSED = WINDOW.plusSeconds(5);

  /** Keeps its own copy of the list. */
  public Navigation {
    sentAhead = List.copyOf(sentAhead);
  }
}
