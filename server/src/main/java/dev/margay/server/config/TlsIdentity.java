package dev.margay.server.config;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
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
  private static final String ALIAS = "margay";

  /** Keeps its own copy of the chain. */
  public TlsIdentity {
    chain = List.copyOf(chain);
  }

  /**
   * A key store in memory with this identity alone, locked with {@code password}. Not PKCS#12: that
   * derives a key in 10,000 rounds, twice, which is for files that somebody might steal.
   */
  public KeyStore toKeyStore(char[] password) {
    try {
      KeyStore store = KeyStore.getInstance("JKS");
      store.load(null, password);
      store.setKeyEntry(ALIAS, key, password, chain.toArray(X509Certificate[]::new));
      return store;
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException("a key store in memory takes any key", impossible);
    }
  }

  @Override
  public String toString() {
    return "TlsIdentity[" + chain.get(0).getSubjectX500Principal() + ']';
  }
}
