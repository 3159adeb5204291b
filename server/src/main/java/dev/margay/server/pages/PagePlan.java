package dev.margay.server.pages;

import dev.margay.server.ahead.AheadPlan;
import dev.margay.server.ahead.Delivery;
import dev.margay.server.ahead.PushPromiseDelivery;
import dev.margay.server.ahead.Verdict;
import dev.margay.server.catalog.AssetFacts;
import org.eclipse.jetty.server.Request;

/**
 * What was decided for one request for a page; noted on it for those who watch.
 *
 * @param page what is known of the page
 * @param plan what is sent ahead
 * @param delivery how
 */
public record PagePlan(AssetFacts page, AheadPlan plan, Delivery delivery) {
  private static final String ATTRIBUTE = PagePlan.class.getName();

  void noteOn(Request request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  /** What was noted on {@code request}; null if nothing was. */
  public static PagePlan of(Request request) {
    return (PagePlan) request.getAttribute(ATTRIBUTE);
  }

  /** In the form of {@code Margay-Plan}: {@code push=3 hint=0 known=12 budget=1}. */
  String summary() {
    int ahead = plan.count(verdict -> verdict == Verdict.AHEAD);
    boolean push = delivery instanceof PushPromiseDelivery;
    return "push="
        + (push ? ahead : 0)
        + " hint="
        + (push ? 0 : ahead)
        + " known="
        + plan.count(Verdict::known)
        + " budget="
        + plan.count(Verdict::overBudget);
  }
}
