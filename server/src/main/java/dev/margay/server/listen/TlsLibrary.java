package dev.margay.server.listen;

import dev.margay.server.config.NativeCrypto;
import java.security.Provider;
import java.security.Security;
import javax.net.ssl.SSLEngine;
import org.conscrypt.Conscrypt;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Who does the arithmetic of TLS: Conscrypt where it can be loaded, or else the JDK. */
enum TlsLibrary {
  /** Half of a handshake's cost. Its ciphers work on memory outside of the heap. */
  CONSCRYPT,
  /** Always there. Its ciphers work on arrays. */
  JDK;

  /** What there is, the better one first. */
  static TlsLibrary find() {
    return NativeCrypto.provider().isPresent() ? CONSCRYPT : JDK;
  }

  boolean direct() {
    return this == CONSCRYPT;
  }

  /** Makes {@code tls} use this library. */
  void provideFor(SslContextFactory.Server tls) {
    if (this == CONSCRYPT) {
      Provider provider = NativeCrypto.provider().orElseThrow();
      Security.addProvider(provider); // last, and once only: nobody else is to change to it
      tls.setProvider(provider.getName());
    }
  }

  /** Lets returning visitors resume their session (RFC 8446 §2.2); the JDK does so unasked. */
  void offerTickets(SSLEngine engine) {
    if (this == CONSCRYPT) {
      Conscrypt.setUseSessionTickets(engine, true);
    }
  }
}
