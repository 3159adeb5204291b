package dev.margay.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateFilesTest {
  private static final Instant NOW = Instant.parse("2050-01-01T00:00:00Z");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "ec-chain.pem, ec-key.pem, 2",
    "rsa-cert.pem, rsa-key.pem, 1",
    "ed25519-cert.pem, ed25519-key.pem, 1"
  })
  void certificateAndKeyBecomeAnIdentity(String certificate, String key, int length)
      throws IOException {
    CertificateFiles.Reading.Usable usable = usable(copy(certificate), copy(key), NOW);
    TlsIdentity identity = usable.identity();

    assertThat(usable.warnings()).isEmpty();
    assertThat(identity.chain()).hasSize(length);
    assertThat(KeyMatch.isPair(identity.key(), identity.chain().get(0).getPublicKey())).isTrue();
  }

  @Test
  void chainAndKeyMayBeInOneFile() throws IOException {
    Path both = folder.resolve("both.pem");
    Files.writeString(
        both, Files.readString(copy("ec-key.pem")) + Files.readString(copy("ec-chain.pem")));

    assertThat(usable(both, both, NOW).identity().chain()).hasSize(2);
  }

  @Test
  void aChainInDisorderIsPutInOrderAndStrangersAreLeftOut() throws IOException {
    CertificateFiles.Reading.Usable usable =
        usable(copy("ec-chain-disordered.pem"), copy("ec-key.pem"), NOW);

    assertThat(usable.identity().chain())
        .extracting(each -> each.getSubjectX500Principal().getName())
        .extracting(name -> name.replaceAll("CN=(\\w+).*", "$1"))
        .containsExactly("ec", "mid", "root");
    assertThat(usable.warnings())
        .singleElement()
        .asString()
        .contains("1 of its certificates do not belong to the chain");
  }

  @Test
  void beingOutOfDateIsAWarning() throws IOException {
    Path certificate = copy("rsa-cert.pem");
    Path key = copy("rsa-key.pem");

    assertThat(usable(certificate, key, Instant.parse("2300-01-01T00:00:00Z")).warnings())
        .singleElement()
        .asString()
        .contains("expired at 21")
        .endsWith("have it renewed");
    assertThat(usable(certificate, key, Instant.EPOCH).warnings())
        .singleElement()
        .asString()
        .contains("not valid before");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rsa-pkcs1-key.pem | rsa-pkcs1-key.pem:2: the key is in PKCS#1 form; convert it: openssl pkcs8 -topk8 -nocrypt -in FOLDER/rsa-pkcs1-key.pem -out FOLDER/rsa-pkcs1-key.pkcs8.pem",
        "ec-sec1-key.pem | ec-sec1-key.pem:5: the key is in SEC1 form; convert it: openssl pkcs8 -topk8 -nocrypt -in FOLDER/ec-sec1-key.pem -out FOLDER/ec-sec1-key.pkcs8.pem",
        "ec-encrypted-key.pem | ec-encrypted-key.pem:2: the key is encrypted with a passphrase; decrypt it: openssl pkcs8 -in FOLDER/ec-encrypted-key.pem -out FOLDER/ec-encrypted-key.pkcs8.pem",
        "rsa-key.pem | rsa-key.pem: the key belongs to none of the certificates in FOLDER/ec-chain.pem; give the key that the certificate was requested with",
        "rsa-cert.pem | rsa-cert.pem: there is no private key in the file, but a certificate; check that the two files are not swapped"
      })
  void aKeyThatDoesNotFitIsAnsweredWithWhatToDo(String key, String sentence) throws IOException {
    assertThat(mistakes(copy("ec-chain.pem"), copy(key))).containsExactly(sentence);
  }

  @Test
  void bothFilesAreLookedAtBeforeAnythingIsSaid() throws IOException {
    assertThat(mistakes(folder.resolve("none.pem"), copy("rsa-pkcs1-key.pem")))
        .hasSize(2)
        .first()
        .isEqualTo("none.pem: there is no file; correct the path or create the file");
  }

  @Test
  void damageIsNamedWithItsLine() throws IOException {
    Path key = copy("ec-key.pem");
    Path cut = folder.resolve("cut.pem");
    Files.writeString(cut, "\n-----BEGIN CERTIFICATE-----\nAAAA\n");
    Path broken = folder.resolve("broken.pem");
    Files.writeString(broken, "-----BEGIN CERTIFICATE-----\n(&)\n-----END CERTIFICATE-----\n");
    Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing\n");

    assertThat(mistakes(cut, key))
        .containsExactly(
            "cut.pem:2: the block BEGIN CERTIFICATE has no END CERTIFICATE; copy the file again, whole");
    assertThat(mistakes(broken, key))
        .containsExactly(
            "broken.pem:1: the certificate is damaged; copy it again, or have it issued anew");
    assertThat(mistakes(empty, key))
        .containsExactly(
            "empty.pem: there is no certificate in the file; give the chain in PEM form");
  }

  @Test
  void aDamagedKeyIsNamed() throws IOException {
    Path key = folder.resolve("key.pem");
    Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");

    assertThat(mistakes(copy("ec-chain.pem"), key))
        .singleElement()
        .asString()
        .startsWith("key.pem:1: the key is damaged");
  }

  @Test
  void anIdentitysTextShowsNoKey() throws IOException {
    TlsIdentity identity = usable(copy("rsa-cert.pem"), copy("rsa-key.pem"), NOW).identity();

    assertThat(identity.toString()).startsWith("TlsIdentity[CN=rsa").doesNotContain("modulus");
  }

  private Path copy(String resource) throws IOException {
    Path file = folder.resolve(resource);
    if (!Files.exists(file)) {
      try (InputStream in = CertificateFilesTest.class.getResourceAsStream(resource)) {
        Files.copy(in, file);
      }
    }
    return file;
  }

  private static CertificateFiles.Reading.Usable usable(Path certificate, Path key, Instant now) {
    CertificateFiles.Reading reading = CertificateFiles.read(certificate, key, now);
    assertThat(reading).isInstanceOf(CertificateFiles.Reading.Usable.class);
    return (CertificateFiles.Reading.Usable) reading;
  }

  /** The sentences without the folder's changing name. */
  private List<String> mistakes(Path certificate, Path key) {
    CertificateFiles.Reading reading = CertificateFiles.read(certificate, key, NOW);
    assertThat(reading).isInstanceOf(CertificateFiles.Reading.Unusable.class);
    return ((CertificateFiles.Reading.Unusable) reading)
        .mistakes().stream()
            .map(ConfigMistake::toString)
            .map(sentence -> sentence.replaceFirst("^" + folder + "/", ""))
            .map(sentence -> sentence.replace(folder.toString(), "FOLDER"))
            .toList();
  }
}
