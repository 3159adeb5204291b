package dev.margay.server.listen;

import java.security.Provider;
import java.security.Security;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import org.conscrypt.Conscrypt;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Who does the arithmetic of TLS: Conscrypt where it can be loaded, or else the JDK. */
enum TlsLibrary {
  /** Half of a handshake's cost. Its ciphers work on memory outside of the heap. */
  CONSCRYPT,
  /** Always there. Its ciphers work on arrays. */
  JDK;

  /** A switch to compare with and without: {@code -Dmargay.tls=jdk}. */
  private static final String SWITCH = "margay.tls";

  /** What there is, the better one first. */
  static TlsLibrary find() {
    return JDK.name().toLowerCase(Locale.ROOT).equals(System.getProperty(SWITCH)) || !loads()
        ? JDK
        : CONSCRYPT;
  }

  /**
   * The jar is optional, has no native library for some platforms, and unpacks the one for this
   * into a folder that may be mounted against it.
   */
  private static boolean loads() {
    try {
      return Conscrypt.isAvailable();
    } catch (LinkageError e) {
      return false;
    }
  }

  boolean direct() {
    return this == CONSCRYPT;
  }

  /** Makes {@code tls} use this library. */
  void provideFor(SslContextFactory.Server tls) {
    if (this == CONSCRYPT) {
      Provider provider = Conscrypt.newProvider();
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
