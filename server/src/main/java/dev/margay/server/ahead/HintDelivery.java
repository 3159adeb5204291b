package dev.margay.server.ahead;

import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;

/**
 * A {@code Link} field with the page's own headers, and before them, where that gains time and the
 * client makes something of it, the same field in a 103 (RFC 8297).
 *
 * @param early whether a 103 is worth sending
 */
public record HintDelivery(boolean early) implements Delivery {
  @Override
  public String label() {
    return early ? "early_hints" : "link";
  }

  @Override
  public AheadBudget budget() {
    return AheadBudget.HINT;
  }

  @Override
  public void promise(Request page, AheadPlan plan) {
    // hints belong to the response
  }

  @Override
  public Optional<HttpFields> interim(AheadPlan plan) {
    if (!early || plan.empty()) {
      return Optional.empty();
    }
    HttpFields.Mutable fields = HttpFields.build();
    announce(fields, plan);
    return Optional.of(fields.asImmutable());
  }

  @Override
  public void announce(HttpFields.Mutable page, AheadPlan plan) {
    if (!plan.empty()) {
      page.add(plan.link());
    }
  }
}
