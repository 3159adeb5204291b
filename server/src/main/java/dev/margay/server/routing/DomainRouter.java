package dev.margay.server.routing;

import dev.margay.server.answer.PlainAnswer;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The outermost handler: gives each request to the domain that its authority names, and refuses a
 * host that no domain has (RFC 9110 §15.5.20).
 */
public final class DomainRouter extends Handler.Abstract.NonBlocking {
  private final DomainTable<Request.Handler> domains;
  private final HttpFields refusal;

  /**
   * A router over {@code domains}.
   *
   * @param cacheControl what errors say of their being kept
   */
  public DomainRouter(DomainTable<Request.Handler> domains, String cacheControl) {
    this.domains = domains;
    this.refusal = HttpFields.build().add(HttpHeader.CACHE_CONTROL, cacheControl).asImmutable();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    HttpURI uri = request.getHttpURI();
    Optional<Request.Handler> domain = domains.find(uri.getHost());
    if (domain.isPresent()) {
      return domain.get().handle(request, response, callback);
    }
    PlainAnswer.send(request, response, callback, 421, refusal);
    return true;
  }
}
