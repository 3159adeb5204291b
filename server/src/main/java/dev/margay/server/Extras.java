package dev.margay.server;

import dev.margay.server.derive.Derivation;
import dev.margay.server.listen.CertificateSource;
import dev.margay.server.metrics.ExchangeObserver;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.server.Handler;

/**
 * What others add to a server. The server knows this record, and not who fills it.
 *
 * @param certificates who the server is; none for cleartext
 * @param observers are told of each request, after the counters and the access log
 * @param derivations make what is served from what files hold, one after the other
 * @param around puts a handler around that of all domains; the requests that it answers itself are
 *     not waited for when the server stops
 */
public record Extras(
    Optional<CertificateSource> certificates,
    List<ExchangeObserver> observers,
    List<Derivation> derivations,
    UnaryOperator<Handler> around) {
  /** Takes copies of the lists. */
  public Extras {
    observers = List.copyOf(observers);
    derivations = List.copyOf(derivations);
  }

  /** Certificates and observers alone: files are served as they are. */
  public Extras(Optional<CertificateSource> certificates, List<ExchangeObserver> observers) {
    this(certificates, observers, List.of(), UnaryOperator.identity());
  }
}
