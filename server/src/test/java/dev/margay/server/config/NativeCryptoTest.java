package dev.margay.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeCryptoTest {
  private static final String OWN = "org.conscrypt.";

  @BeforeEach
  void onlyWhereItCanBeLoaded() {
    assumeTrue(NativeCrypto.provider().isPresent(), "Conscrypt has no library for this platform");
  }

  private static KeyPair keys(String algorithm) throws Exception {
    return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA"})
  void aKeyIsKeptWhereHandshakesNeedIt(String algorithm) throws Exception {
    KeyPair given = keys(algorithm);
    Optional<PrivateKey> kept = NativeCrypto.privateKey(algorithm, encoded(given));

    assertThat(kept).get().extracting(key -> key.getClass().getName()).asString().startsWith(OWN);
    assertThat(KeyMatch.isPair(kept.orElseThrow(), given.getPublic())).isTrue();
  }

  @Test
  void aKeyOfAnotherKindIsLeftToJava() throws Exception {
    assertThat(NativeCrypto.privateKey("EC", encoded(keys("RSA")))).isEmpty();
    assertThat(NativeCrypto.privateKey("DSA", encoded(keys("DSA")))).isEmpty();
  }

  @Test
  void aCertificateSaysTheSameAsJavasOwn() throws Exception {
    X509Certificate javas;
    try (InputStream pem = NativeCryptoTest.class.getResourceAsStream("rsa-cert.pem")) {
      javas =
          (X509Certificate) CertificateFactory.getInstance("X.509", "SUN").generateCertificate(pem);
    }
    X509Certificate own = NativeCrypto.certificate(javas.getEncoded()).orElseThrow();

    assertThat(own.getClass().getName()).startsWith(OWN);
    assertThat(own).isEqualTo(javas);
    assertThat(own.getSubjectX500Principal()).isEqualTo(javas.getSubjectX500Principal());
    assertThat(own.getNotAfter()).isEqualTo(javas.getNotAfter());
  }

  @Test
  void aDamagedCertificateIsLeftToJavaToRefuse() {
    assertThat(NativeCrypto.certificate(new byte[] {0x30, 0x03, 1, 2, 3})).isEmpty();
  }

  private static KeySpec encoded(KeyPair pair) {
    return new PKCS8EncodedKeySpec(pair.getPrivate().getEncoded());
  }
}
