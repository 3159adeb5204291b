package dev.margay.server.ahead;

import dev.margay.server.learning.PageAsset;
import dev.margay.server.learning.PageAssets.Source;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;

/**
 * What is sent ahead of a page for one visitor, with a named reason for each asset that is not.
 * Immutable.
 */
public final class AheadPlan {
  /** For a page of which nothing is known. */
  public static final AheadPlan NOTHING = new AheadPlan(Source.NONE, List.of());

  private final Source source;
  private final List<Step> steps;
  private final List<Step> ahead;
  private final List<PageAsset> assetsAhead;
  private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);

  /** Made when it is first needed; making it twice does no harm. */
  private volatile HttpField link;

  /** One asset with what was decided of it. */
  public record Step(AheadCandidate candidate, Verdict verdict) {
    public PageAsset asset() {
      return candidate.asset();
    }
  }

  AheadPlan(Source source, List<Step> steps) {
    this.source = source;
    this.steps = List.copyOf(steps);
    this.ahead = steps.stream().filter(step -> step.verdict() == Verdict.AHEAD).toList();
    this.assetsAhead = ahead.stream().map(Step::asset).toList();
    steps.forEach(step -> counts.merge(step.verdict(), 1, Integer::sum));
  }

  /** Who says which assets belong to the page. */
  public Source source() {
    return source;
  }

  /** Each asset of the page with its verdict, in the order in which they are sent. */
  public List<Step> steps() {
    return steps;
  }

  /** The assets to be sent ahead, in order. */
  public List<Step> ahead() {
    return ahead;
  }

  /** What {@link #ahead} is of. */
  public List<PageAsset> assetsAhead() {
    return assetsAhead;
  }

  /** Whether nothing is to be sent ahead. */
  public boolean empty() {
    return ahead.isEmpty();
  }

  /** How many assets have each of the verdicts that there are. */
  public Map<Verdict, Integer> counts() {
    return Collections.unmodifiableMap(counts);
  }

  /** How many assets have such a verdict. */
  public int count(Predicate<Verdict> which) {
    int count = 0;
    for (Map.Entry<Verdict, Integer> one : counts.entrySet()) {
      if (which.test(one.getKey())) {
        count += one.getValue();
      }
    }
    return count;
  }

  /** The field that hints at what is to be sent ahead; not for an empty plan. */
  HttpField link() {
    HttpField field = link;
    if (field == null) {
      field = new PreEncodedHttpField(HttpHeader.LINK, LinkField.value(ahead));
      link = field;
    }
    return field;
  }
}
