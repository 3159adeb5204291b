package dev.margay.server.listen;

import dev.margay.server.config.NativeCrypto;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.conscrypt.Conscrypt;

/** Who does the arithmetic of TLS: Conscrypt where it serves the key, or else the JDK. */
enum TlsLibrary {
  /** Half of a handshake's cost. Its ciphers work on memory outside of the heap. */
  CONSCRYPT,
  /** Always there. Its ciphers work on arrays. */
  JDK;

  /** What there is for a server with this key, the better one first. */
  static TlsLibrary servingWith(PrivateKey key) {
    return NativeCrypto.serves(key) ? CONSCRYPT : JDK;
  }

  boolean direct() {
    return this == CONSCRYPT;
  }

  /** A context of this library that nobody else uses, to be initialized. */
  SSLContext newContext() throws NoSuchAlgorithmException {
    return this == CONSCRYPT
        ? SSLContext.getInstance("TLS", NativeCrypto.provider().orElseThrow())
        : SSLContext.getInstance("TLS");
  }

  /** Lets returning visitors resume their session (RFC 8446 §2.2); the JDK does so unasked. */
  void offerTickets(SSLEngine engine) {
    if (this == CONSCRYPT) {
      Conscrypt.setUseSessionTickets(engine, true);
    }
  }
}
