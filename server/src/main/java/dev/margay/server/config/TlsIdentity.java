package dev.margay.server.config;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Who a TLS server is. Its text shows no key.
 *
 * @param chain the server's certificate, then each one's issuer as far as they were given
 * @param key the private key of the first certificate
 */
public record TlsIdentity(List<X509Certificate> chain, PrivateKey key) {
  /** Keeps its own copy of the chain. */
  public TlsIdentity {
    chain = List.copyOf(chain);
  }

  @Override
  public String toString() {
    return "TlsIdentity[" + chain.get(0).getSubjectX500Principal() + ']';
  }
}
