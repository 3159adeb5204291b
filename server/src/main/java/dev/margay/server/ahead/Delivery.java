package dev.margay.server.ahead;

import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;

/**
 * How a plan reaches the client. The three moments of a page's response come in this order, each at
 * most once.
 */
public interface Delivery {
  /** The name in metrics and logs. */
  String label();

  /** What may be planned for it. */
  AheadBudget budget();

  /** Before the page is asked for. */
  void promise(Request page, AheadPlan plan);

  /** The fields of a 103, for when the page's own headers are not ready at once; if it has one. */
  Optional<HttpFields> interim(AheadPlan plan);

  /** With the page's own headers. */
  void announce(HttpFields.Mutable page, AheadPlan plan);
}
