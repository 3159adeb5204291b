package dev.margay.server.pages;

import dev.margay.server.ahead.AheadCandidate;
import dev.margay.server.ahead.AheadPlan;
import dev.margay.server.ahead.AheadPlanner;
import dev.margay.server.ahead.Delivery;
import dev.margay.server.ahead.Possession;
import dev.margay.server.catalog.AssetFacts;
import dev.margay.server.learning.PageAsset;
import dev.margay.server.learning.PageAssets;
import dev.margay.server.learning.PageAssets.Source;
import dev.margay.server.visitor.AssetKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The assets of one version of a page with the versions of them that there are, as they were a
 * moment ago, for clients that accept the same codings. The plan for those who have nothing is made
 * once.
 */
final class ResolvedPage {
  private final AssetFacts page;
  private final PageAssets list;
  private final PageAssets markup;
  private final List<AheadCandidate> candidates;
  private final Set<AssetKey> keys;
  private final long resolvedAt;

  /** For visitors who have nothing. */
  private final Map<Delivery, PagePlan> forStrangers = new ConcurrentHashMap<>(4);

  /** For those of them who are sent nothing, either. */
  private final Map<Delivery, PagePlan> heldBack = new ConcurrentHashMap<>(4);

  ResolvedPage(
      AssetFacts page,
      PageAssets list,
      PageAssets markup,
      List<AheadCandidate> found,
      long resolvedAt) {
    this.page = page;
    this.list = list;
    this.markup = markup;
    this.candidates = AheadPlanner.inOrder(found);
    this.keys =
        found.stream()
            .flatMap(candidate -> candidate.found().stream())
            .filter(one -> one.freshSeconds() > 0)
            .map(AheadCandidate.Found::key)
            .collect(Collectors.toUnmodifiableSet());
    this.resolvedAt = resolvedAt;
  }

  /** Whether it was found out less than {@code nanos} ago. */
  boolean within(long nanos, long now) {
    return now - resolvedAt < nanos;
  }

  /** What was looked for. */
  List<String> targets() {
    return list.assets().stream().map(PageAsset::target).toList();
  }

  /** Who says which assets belong to the page. */
  Source source() {
    return list.source();
  }

  /** How many assets it holds facts of, counting the page for one. */
  int weight() {
    return 1 + candidates.size() + markup.assets().size() / 2;
  }

  /** What the page's own HTML and CSS say of a target, whoever else says what belongs to it. */
  Optional<PageAsset> named(String target) {
    return named(markup, target);
  }

  static Optional<PageAsset> named(PageAssets assets, String target) {
    return assets.assets().stream().filter(asset -> asset.target().equals(target)).findFirst();
  }

  /** The keys of all assets that there are, and that a browser may keep. */
  Set<AssetKey> keys() {
    return keys;
  }

  /** The plan for one visitor. */
  PagePlan plan(Possession possession, Delivery delivery) {
    if (possession == Possession.NOTHING) {
      return forStrangers.computeIfAbsent(delivery, any -> make(possession, delivery));
    }
    if (possession == Possession.MEASURED) {
      return heldBack.computeIfAbsent(delivery, any -> make(possession, delivery));
    }
    return make(possession, delivery);
  }

  private PagePlan make(Possession possession, Delivery delivery) {
    AheadPlan plan = AheadPlanner.plan(list.source(), candidates, possession, delivery.budget());
    return new PagePlan(page, plan, delivery);
  }
}
