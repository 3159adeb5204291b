package dev.margay.server.learning;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.margay.rcache.key.ContentHash;
import dev.margay.server.catalog.AssetFacts;
import dev.margay.server.http.CanonicalPath;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which assets belong to a page: the answer of the first source that has one, never a mixture
 * (behaviour, section 6). Answers are held per path and version of the page, and believed for a
 * while; then the push list and the style sheets are looked at again, once for all who ask
 * meanwhile. A fault means that nothing is sent ahead.
 */
public final class PageAssetSources {
  private static final Logger log = LoggerFactory.getLogger(PageAssetSources.class);
  private static final int PAGES = 2048;

  private final MarkupAssets markup;
  private final BiFunction<CanonicalPath, ContentHash, Optional<PageAssets>> traffic;
  private final Function<CanonicalPath, CompletionStage<Optional<AssetFacts>>> looks;
  private final PushLists pushLists;
  private final Duration believed;
  private final Executor disk;
  private final InstantSource clock;

  /** What is known of a page, or will be. */
  private final Cache<Asked, Look> pages = Caffeine.newBuilder().maximumSize(PAGES).build();

  private record Asked(CanonicalPath path, ContentHash content) {}

  private record Look(Instant at, CompletableFuture<Knowledge> found) {}

  /**
   * Both answers that files give.
   *
   * @param listed the push list's, if there is one
   */
  private record Knowledge(Optional<PageAssets> listed, MarkupAssets.Found markup) {}

  /**
   * The sources of one site.
   *
   * @param traffic what visitors' browsers asked for after this version of a page, once enough is
   *     known; answers at once
   * @param looks the same that {@code markup} uses
   * @param believed how long an answer holds; zero asks the disk each time
   * @param disk where push lists are looked at
   */
  public PageAssetSources(
      MarkupAssets markup,
      BiFunction<CanonicalPath, ContentHash, Optional<PageAssets>> traffic,
      Function<CanonicalPath, CompletionStage<Optional<AssetFacts>>> looks,
      Duration believed,
      Executor disk,
      InstantSource clock) {
    this.markup = markup;
    this.traffic = traffic;
    this.looks = looks;
    this.pushLists = new PushLists(clock);
    this.believed = believed;
    this.disk = disk;
    this.clock = clock;
  }

  /**
   * The assets of the page that was asked for by {@code path} and found to be {@code page}. Does
   * not fail and does not block; complete already where the answer is still believed.
   */
  public CompletionStage<PageAssets> of(CanonicalPath path, AssetFacts page) {
    Asked asked = new Asked(path, page.content());
    return known(asked, page).thenApply(known -> answer(asked, known));
  }

  /**
   * What the page's own HTML and CSS name, whichever source answers: with it, learning judges what
   * visitors ask for. In other respects like {@link #of}.
   */
  public CompletionStage<PageAssets> named(CanonicalPath path, AssetFacts page) {
    return known(new Asked(path, page.content()), page).thenApply(known -> known.markup().assets());
  }

  private CompletionStage<Knowledge> known(Asked asked, AssetFacts page) {
    Instant now = clock.instant();
    Look look = pages.getIfPresent(asked);
    if (look == null || !isBelieved(look, now)) {
      look = lookAgain(asked, page, look, now);
    }
    return look.found();
  }

  private PageAssets answer(Asked asked, Knowledge known) {
    return known
        .listed()
        .or(() -> traffic.apply(asked.path(), asked.content()))
        .orElseGet(() -> known.markup().assets());
  }

  /** A look that is under way serves all who come meanwhile. */
  private boolean isBelieved(Look look, Instant now) {
    return !look.found().isDone() || Duration.between(look.at(), now).abs().compareTo(believed) < 0;
  }

  private Look lookAgain(Asked asked, AssetFacts page, Look last, Instant now) {
    Look next = new Look(now, new CompletableFuture<>());
    Look other =
        pages
            .asMap()
            .compute(
                asked, (key, current) -> current == null || current.equals(last) ? next : current);
    if (other.equals(next)) {
      Knowledge known = last == null ? null : last.found().join();
      fill(next, asked, page, known);
    }
    return other;
  }

  /** Completes the look whatever happens. */
  private void fill(Look look, Asked asked, AssetFacts page, Knowledge known) {
    try {
      CompletableFuture.supplyAsync(() -> pushLists.of(page.file()), disk)
          .thenCompose(
              list ->
                  markup(asked, page, known)
                      .thenApply(
                          found ->
                              new Knowledge(list.map(one -> one.assets(found.assets())), found)))
          .whenComplete(
              (found, failure) -> {
                if (failure != null) {
                  log.debug("What belongs to {} cannot be told", asked.path(), failure);
                }
                look.found().complete(failure == null ? found : nothing());
              });
    } catch (RejectedExecutionException e) {
      look.found().complete(nothing()); // the server stops
    }
  }

  private static Knowledge nothing() {
    return new Knowledge(Optional.empty(), new MarkupAssets.Found(PageAssets.NONE, Map.of()));
  }

  /** What the markup names: as before, if that rests on files none of which changed. */
  private CompletionStage<MarkupAssets.Found> markup(
      Asked asked, AssetFacts page, Knowledge known) {
    if (known == null || known.markup().restsOn().isEmpty()) {
      return markup.of(asked.path(), page);
    }
    CompletionStage<Boolean> same = CompletableFuture.completedStage(true);
    for (var file : known.markup().restsOn().entrySet()) {
      same =
          same.thenCombine(
              looks.apply(file.getKey()),
              (all, facts) -> all && facts.map(AssetFacts::content).equals(file.getValue()));
    }
    return same.thenCompose(
        unchanged ->
            unchanged
                ? CompletableFuture.completedStage(known.markup())
                : markup.of(asked.path(), page));
  }
}
