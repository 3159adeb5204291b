package dev.margay.server.config;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.KeySpec;
import java.util.Optional;
import org.conscrypt.Conscrypt;

/**
 * Conscrypt, where it can be loaded and is not switched off ({@code -Dmargay.tls=jdk}): arithmetic
 * that is fast from the first time on. Java's own would load the tables of all its curves to read
 * one certificate, a tenth of a start.
 */
public final class NativeCrypto {
  private static final String SWITCH = "margay.tls";

  private NativeCrypto() {}

  /** The provider, which is nobody's default unless somebody makes it so. */
  public static Optional<Provider> provider() {
    return "jdk".equals(System.getProperty(SWITCH)) ? Optional.empty() : Loaded.PROVIDER;
  }

  /**
   * A certificate (X.509, DER) as Conscrypt keeps it; empty if it is not there or cannot read it.
   */
  static Optional<X509Certificate> certificate(byte[] der) {
    return provider().flatMap(conscrypt -> certificate(der, conscrypt));
  }

  private static Optional<X509Certificate> certificate(byte[] der, Provider conscrypt) {
    try {
      return Optional.of(
          (X509Certificate)
              CertificateFactory.getInstance("X.509", conscrypt)
                  .generateCertificate(new ByteArrayInputStream(der)));
    } catch (CertificateException notForIt) {
      return Optional.empty();
    }
  }

  /**
   * A private key as Conscrypt keeps it, where a handshake need not read it anew; empty if it is
   * not there or the key is of another kind.
   */
  static Optional<PrivateKey> privateKey(String algorithm, KeySpec spec) {
    return provider().flatMap(conscrypt -> privateKey(algorithm, spec, conscrypt));
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
