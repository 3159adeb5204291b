package dev.margay.server.config;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;
import java.util.Set;
import org.conscrypt.Conscrypt;

/**
 * Conscrypt, where it can be loaded and is not switched off ({@code -Dmargay.tls=jdk}): arithmetic
 * that is fast from the first time on.
 */
public final class NativeCrypto {
  private static final String SWITCH = "margay.tls";

  /** The algorithms of keys that it can be a server with. It reads more, for other purposes. */
  private static final Set<String> SERVED = Set.of("EC", "RSA");

  private NativeCrypto() {}

  /** The provider, which is nobody's default. */
  public static Optional<Provider> provider() {
    return "jdk".equals(System.getProperty(SWITCH)) ? Optional.empty() : Loaded.PROVIDER;
  }

  /** Whether a server with this key may leave TLS to it. */
  public static boolean serves(PrivateKey key) {
    return kept(key).isPresent();
  }

  /**
   * The same key as Conscrypt keeps it, which would otherwise be read anew at each handshake; empty
   * where it serves none like this.
   */
  static Optional<PrivateKey> kept(PrivateKey key) {
    return SERVED.contains(key.getAlgorithm())
        ? provider().flatMap(conscrypt -> kept(key, conscrypt))
        : Optional.empty();
  }

  private static Optional<PrivateKey> kept(PrivateKey key, Provider conscrypt) {
    try {
      return Optional.of(
          KeyFactory.getInstance(key.getAlgorithm(), conscrypt)
              .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded())));
    } catch (GeneralSecurityException notItsKind) {
      return Optional.empty();
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
