package dev.margay.server.config;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.KeySpec;
import java.util.Optional;
import java.util.Set;
import org.conscrypt.Conscrypt;

/**
 * Conscrypt, where it can be loaded and is not switched off ({@code -Dmargay.tls=jdk}): arithmetic
 * that is fast from the first time on. Java's own would load the tables of all its curves to read
 * one certificate, a tenth of a start.
 */
public final class NativeCrypto {
  private static final String SWITCH = "margay.tls";

  /** The algorithms of keys that it can be a server with. It knows more, by names of its own. */
  private static final Set<String> SERVED = Set.of("EC", "RSA");

  private NativeCrypto() {}

  /** The provider, which is nobody's default. */
  public static Optional<Provider> provider() {
    return "jdk".equals(System.getProperty(SWITCH)) ? Optional.empty() : Loaded.PROVIDER;
  }

  /** Whether a server with this key may leave TLS to it. */
  public static boolean serves(Key key) {
    return SERVED.contains(key.getAlgorithm()) && provider().isPresent();
  }

  /**
   * A certificate (X.509, DER) as Conscrypt keeps it; empty if it is not there, cannot read it or
   * does not serve its kind.
   */
  static Optional<X509Certificate> certificate(byte[] der) {
    return provider().flatMap(conscrypt -> certificate(der, conscrypt));
  }

  private static Optional<X509Certificate> certificate(byte[] der, Provider conscrypt) {
    try {
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509", conscrypt)
                  .generateCertificate(new ByteArrayInputStream(der));
      return Optional.of(certificate).filter(each -> serves(each.getPublicKey()));
    } catch (CertificateException notForIt) {
      return Optional.empty();
    }
  }

  /**
   * A private key as Conscrypt keeps it, where a handshake need not read it anew; empty if it is
   * not there, does not serve this kind, or the key is of another.
   */
  static Optional<PrivateKey> privateKey(String algorithm, KeySpec spec) {
    return SERVED.contains(algorithm)
        ? provider().flatMap(conscrypt -> privateKey(algorithm, spec, conscrypt))
        : Optional.empty();
  }

  private static Optional<PrivateKey> privateKey(
      String algorithm, KeySpec spec, Provider conscrypt) {
    try {
      return Optional.of(KeyFactory.getInstance(algorithm, conscrypt).generatePrivate(spec));
    } catch (GeneralSecurityException otherKind) {
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
