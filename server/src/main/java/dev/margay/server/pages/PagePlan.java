package dev.margay.server.pages;

import dev.margay.server.ahead.AheadPlan;
import dev.margay.server.ahead.Delivery;
import dev.margay.server.ahead.PushPromiseDelivery;
import dev.margay.server.ahead.Verdict;
import dev.margay.server.catalog.AssetFacts;
import org.eclipse.jetty.server.Request;

/** What was decided for a request for a page; noted on it for those who watch. Immutable. */
public final class PagePlan {
  private static final String ATTRIBUTE = PagePlan.class.getName();

  private final AssetFacts page;
  private final AheadPlan plan;
  private final Delivery delivery;
  private final String summary;

  PagePlan(AssetFacts page, AheadPlan plan, Delivery delivery) {
    this.page = page;
    this.plan = plan;
    this.delivery = delivery;
    int ahead = plan.count(verdict -> verdict == Verdict.AHEAD);
    boolean push = delivery instanceof PushPromiseDelivery;
    this.summary =
        "push="
            + (push ? ahead : 0)
            + " hint="
            + (push ? 0 : ahead)
            + " known="
            + plan.count(Verdict::known)
            + " budget="
            + plan.count(Verdict::overBudget);
  }

  /** What is known of the page. */
  public AssetFacts page() {
    return page;
  }

  /** What is sent ahead. */
  public AheadPlan plan() {
    return plan;
  }

  /** How. */
  public Delivery delivery() {
    return delivery;
  }

  /** In the form of {@code Margay-Plan}: {@code push=3 hint=0 known=12 budget=1}. */
  public String summary() {
    return summary;
  }

  void noteOn(Request request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  /** What was noted on {@code request}; null if nothing was. */
  public static PagePlan of(Request request) {
    return (PagePlan) request.getAttribute(ATTRIBUTE);
  }
}
