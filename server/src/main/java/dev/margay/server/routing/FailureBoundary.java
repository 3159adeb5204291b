package dev.margay.server.routing;

import dev.margay.server.answer.PlainAnswer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where a failure becomes a status and a log line. A client's faults (malformed
 * requests, connections that went away) are nobody's error and are not logged; ours are, once, and
 * the client is told no more than the status.
 */
public final class FailureBoundary extends ErrorHandler {
  private static final Logger log = LoggerFactory.getLogger(FailureBoundary.class);

  private final HttpFields fields;

  /**
   * A boundary for one server.
   *
   * @param cacheControl what errors say of their being kept
   */
  public FailureBoundary(String cacheControl) {
    fields = HttpFields.build().add(HttpHeader.CACHE_CONTROL, cacheControl).asImmutable();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Throwable failure = (Throwable) request.getAttribute(ERROR_EXCEPTION);
    int status = response.getStatus() >= 400 ? response.getStatus() : 500;
    if (failure != null && !isClients(failure)) {
      log.error(
          "{} {} failed", request.getMethod(), request.getHttpURI().getPath(), cause(failure));
    }
    PlainAnswer.send(request, response, callback, status, fields);
    return true;
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private static boolean isClients(Throwable failure) {
    Throwable cause = cause(failure);
    return cause instanceof QuietException
        || cause instanceof ClosedChannelException
        || cause instanceof TimeoutException
        || (cause instanceof HttpException http && http.getCode() < 500);
  }
}
