package dev.margay.server.ahead;

import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.Request;

/**
 * HTTP/2 server push (RFC 9113 §8.4), for clients that accept it. Each promise is a request of its
 * own, which walks the same way as if the client had sent it.
 */
public final class PushPromiseDelivery implements Delivery {
  /** What the answer may depend on goes into the promised request as the client would send it. */
  private static final HttpHeader[] REPEATED = {
    HttpHeader.ACCEPT_ENCODING, HttpHeader.ACCEPT_LANGUAGE, HttpHeader.USER_AGENT
  };

  @Override
  public String label() {
    return "push";
  }

  @Override
  public AheadBudget budget() {
    return AheadBudget.PUSH;
  }

  @Override
  public void promise(Request page, AheadPlan plan) {
    if (plan.empty()) {
      return;
    }
    HttpFields fields = fields(page);
    for (AheadPlan.Step step : plan.ahead()) {
      HttpURI uri = HttpURI.build(page.getHttpURI()).pathQuery(step.asset().target()).asImmutable();
      page.push(
          new MetaData.Request(
              page.getBeginNanoTime(), HttpMethod.GET.asString(), uri, HttpVersion.HTTP_2, fields));
    }
  }

  private static HttpFields fields(Request page) {
    HttpFields.Mutable fields = HttpFields.build();
    for (HttpHeader header : REPEATED) {
      HttpField field = page.getHeaders().getField(header);
      if (field != null) {
        fields.add(field);
      }
    }
    fields.add(HttpHeader.REFERER, page.getHttpURI().asString());
    return fields.asImmutable();
  }

  @Override
  public Optional<HttpFields> interim(AheadPlan plan) {
    return Optional.empty();
  }

  @Override
  public void announce(HttpFields.Mutable page, AheadPlan plan) {
    // the promises have said it
  }
}
