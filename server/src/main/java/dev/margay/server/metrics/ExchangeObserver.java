package dev.margay.server.metrics;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/**
 * Is told of each request once its response has ended, on the thread that ended it; returns at
 * once.
 */
public interface ExchangeObserver {
  /**
   * One request has been answered, or has failed.
   *
   * @param exchange what the handler noted; null if it noted nothing
   */
  void ended(Request request, Response response, Exchange exchange);
}
