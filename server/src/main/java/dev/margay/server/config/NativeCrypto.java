package dev.margay.server.config;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;
import org.conscrypt.Conscrypt;

/**
 * Conscrypt, where it can be loaded and is not switched off ({@code -Dmargay.tls=jdk}): arithmetic
 * that is fast from the first time on.
 */
public final class NativeCrypto {
  private static final String SWITCH = "margay.tls";

  private NativeCrypto() {}

  /** The provider, which is nobody's default unless somebody makes it so. */
  public static Optional<Provider> provider() {
    return "jdk".equals(System.getProperty(SWITCH)) ? Optional.empty() : Loaded.PROVIDER;
  }

  /** The same key as Conscrypt keeps it, which would otherwise be read anew at each handshake. */
  static PrivateKey kept(PrivateKey key) {
    return provider().map(conscrypt -> kept(key, conscrypt)).orElse(key);
  }

  private static PrivateKey kept(PrivateKey key, Provider conscrypt) {
    try {
      return KeyFactory.getInstance(key.getAlgorithm(), conscrypt)
          .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
    } catch (GeneralSecurityException notItsKind) {
      return key;
    }
  }

  /** Loaded when it is first asked for, once. */
  private static final class Loaded {
    static final Optional<Provider> PROVIDER = load();

    private Loaded() {}

    /**
     * The jar is optional, has no native library for some platforms, and unpacks the one for this
     * into a folder that may be mounted against it.
     */
    private static Optional<Provider> load() {
      try {
        return Conscrypt.isAvailable() ? Optional.of(Conscrypt.newProvider()) : Optional.empty();
      } catch (LinkageError e) {
        return Optional.empty();
      }
    }
  }
}
