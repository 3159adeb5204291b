package dev.margay.server;

import dev.margay.server.listen.CertificateSource;
import dev.margay.server.metrics.ExchangeObserver;
import java.util.List;
import java.util.Optional;

/**
 * What others add to a server. The server knows this record, and not who fills it.
 *
 * @param certificates who the server is; none for cleartext
 * @param observers are told of each request, after the counters and the access log
 */
public record Extras(Optional<CertificateSource> certificates, List<ExchangeObserver> observers) {
  /** Takes a copy of the list. */
  public Extras {
    observers = List.copyOf(observers);
  }
}
