package dev.margay.server.config;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;

/** Whether two keys are a pair, found out by signing with one and verifying with the other. */
final class KeyMatch {
  private static final byte[] PROBE = "margay".getBytes(StandardCharsets.US_ASCII);

  private KeyMatch() {}

  /** To refuse is left to Java's own arithmetic, which knows more kinds of keys. */
  static boolean isPair(PrivateKey privateKey, PublicKey publicKey) {
    return NativeCrypto.provider().map(fast -> isPair(privateKey, publicKey, fast)).orElse(false)
        || isPair(privateKey, publicKey, null);
  }

  /**
   * Whether they are.
   *
   * @param provider null for whichever Java chooses for the key
   */
  private static boolean isPair(PrivateKey privateKey, PublicKey publicKey, Provider provider) {
    try {
      String algorithm = algorithm(privateKey);
      Signature signature =
          provider == null
              ? Signature.getInstance(algorithm)
              : Signature.getInstance(algorithm, provider);
      signature.initSign(privateKey);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException otherKindOrCurve) {
      return false;
    }
  }

  private static String algorithm(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    };
  }
}
