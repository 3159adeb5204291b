package dev.margay.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeCryptoTest {
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
    PrivateKey kept = NativeCrypto.kept(given.getPrivate()).orElseThrow();
    assertThat(kept.getClass().getName()).startsWith("org.conscrypt.");
    assertThat(KeyMatch.isPair(kept, given.getPublic())).isTrue();
    assertThat(NativeCrypto.serves(given.getPrivate())).isTrue();
    assertThat(NativeCrypto.serves(kept)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"DSA", "Ed25519"})
  void aKeyOfAKindThatItDoesNotServeIsLeftToJava(String algorithm) throws Exception {
    PrivateKey given = keys(algorithm).getPrivate();
    assertThat(NativeCrypto.kept(given)).isEmpty();
    assertThat(NativeCrypto.serves(given)).isFalse();
  }
}
