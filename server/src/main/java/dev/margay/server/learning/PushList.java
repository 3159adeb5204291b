package dev.margay.server.learning;

import dev.margay.server.config.PushListFile;
import dev.margay.server.http.Destination;
import dev.margay.server.http.MediaTypes;
import dev.margay.server.learning.PageAsset.Importance;
import dev.margay.server.learning.PageAsset.Loading;
import dev.margay.server.learning.PageAssets.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the author of a page wrote next to it: which assets belong to it, most important first
 * (behaviour, section 6, source 1).
 *
 * @param targets paths with their queries, each once
 */
public record PushList(List<String> targets) {
  /** Keeps its own copy. */
  public PushList {
    targets = List.copyOf(targets);
  }

  /** The list that {@code hints} are. */
  static PushList of(List<PushListFile.Hint> hints) {
    return new PushList(hints.stream().map(PushListFile.Hint::target).toList());
  }

  /**
   * The assets in the author's order. What an asset is for, and how it is asked for, is what the
   * page's own element says, else what is usual for files of its name; files that no page loads as
   * a part of it are left out.
   *
   * @param markup what the page's HTML and CSS name
   */
  PageAssets assets(PageAssets markup) {
    Map<String, PageAsset> named = new HashMap<>();
    markup.assets().forEach(asset -> named.put(asset.target(), asset));
    return new PageAssets(
        Source.PUSH_LIST,
        targets.stream()
            .flatMap(
                target -> Optional.ofNullable(named.get(target)).or(() -> usual(target)).stream())
            .toList());
  }

  /** Empty for what is no style sheet, script, image or font. */
  static Optional<PageAsset> usual(String target) {
    return Destination.of(MediaTypes.of(target.split("\\?", 2)[0]).kind())
        .map(
            destination ->
                new PageAsset(
                    target,
                    destination,
                    destination == Destination.FONT ? Loading.CORS : Loading.NO_CORS,
                    destination == Destination.STYLE
                        ? Importance.BLOCKING_STYLE
                        : Importance.REST));
  }
}
