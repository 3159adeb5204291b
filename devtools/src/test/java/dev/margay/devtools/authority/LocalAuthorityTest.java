package dev.margay.devtools.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.server.config.TlsIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalAuthorityTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path folder;

  @Test
  void itIsMadeOnceAndFoundAgain() throws IOException {
    X509Certificate first = LocalAuthority.in(own(), NOW).certificate();
    assertThat(LocalAuthority.in(own(), NOW.plus(Duration.ofDays(900))).certificate())
        .isEqualTo(first);
    assertThat(LocalAuthority.find(own(), NOW).orElseThrow().certificate()).isEqualTo(first);
  }

  @Test
  void aLookMakesNothing() throws IOException {
    assertThat(LocalAuthority.find(own(), NOW)).isEmpty();
    assertThat(own()).doesNotExist();
  }

  @Test
  void onlyItsOwnerMayReadTheKey() throws IOException {
    LocalAuthority.in(own(), NOW);
    assertThat(mode(own())).isEqualTo("rwx------");
    assertThat(mode(own().resolve("authority.pem"))).isEqualTo("rw-------");
  }

  @Test
  void aKeyThatOthersCouldReadIsClosedToThem() throws IOException {
    LocalAuthority.in(own(), NOW);
    Files.setPosixFilePermissions(
        own().resolve("authority.pem"), PosixFilePermissions.fromString("rw-r--r--"));
    Files.setPosixFilePermissions(own(), PosixFilePermissions.fromString("rwxr-xr-x"));
    LocalAuthority.in(own(), NOW);
    assertThat(mode(own())).isEqualTo("rwx------");
    assertThat(mode(own().resolve("authority.pem"))).isEqualTo("rw-------");
  }

  @Test
  void manyWhoAskAtOnceGetOneAuthority() {
    List<X509Certificate> certificates =
        IntStream.range(0, 16)
            .parallel()
            .mapToObj(
                i -> {
                  try {
                    return LocalAuthority.in(own(), NOW).certificate();
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                })
            .toList();
    assertThat(certificates).allMatch(certificates.get(0)::equals);
  }

  /** A process of its own, as a second devlove would be. */
  static final class Asking {
    private Asking() {}

    public static void main(String[] arguments) throws IOException {
      LocalAuthority authority = LocalAuthority.in(Path.of(arguments[0]), NOW);
      System.out.println(authority.certificate().getSerialNumber());
    }
  }

  @Test
  void twoProcessesThatStartAtOnceGetOneAuthority() throws Exception {
    List<Process> processes = List.of(ask(), ask(), ask());
    List<String> answers =
        processes.stream()
            .map(
                process -> {
                  try {
                    return new String(
                        process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                })
            .toList();
    for (Process process : processes) {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(answers).allMatch(answer -> answer.matches("[0-9]+\\s*"));
    assertThat(answers).allMatch(answers.get(0)::equals);
  }

  private Process ask() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Asking.class.getName(),
            own().toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  void nearItsEndItIsMadeAgain() throws IOException {
    X509Certificate first = LocalAuthority.in(own(), NOW).certificate();
    Instant late = first.getNotAfter().toInstant().minus(Duration.ofDays(100));
    assertThat(LocalAuthority.in(own(), late).certificate()).isNotEqualTo(first);
  }

  @Test
  void aDamagedOneIsAMistakeWithARemedyAndNotReplaced() throws IOException {
    LocalAuthority.in(own(), NOW);
    Files.writeString(own().resolve("authority.pem"), "nothing");
    assertThatThrownBy(() -> LocalAuthority.in(own(), NOW))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("authority.pem")
        .hasMessageContaining("remove it");
    assertThat(own().resolve("authority.pem")).hasContent("nothing");
  }

  @Test
  void itSignsServerCertificatesAndNothingElse() throws Exception {
    LocalAuthority authority = LocalAuthority.in(own(), NOW);
    X509Certificate certificate = authority.certificate();
    assertThat(certificate.getBasicConstraints()).isZero();
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(certificate.getKeyUsage()[5]).as("keyCertSign").isTrue();
    TlsIdentity leaf = authority.issue(List.of("www.example.com"), NOW);
    leaf.chain().get(0).verify(certificate.getPublicKey());
    assertThat(leaf.chain().get(0).getBasicConstraints()).isEqualTo(-1);
    assertThat(leaf.chain().get(0).getPublicKey().getAlgorithm()).isEqualTo("EC");
  }

  private Path own() {
    return folder.resolve("data/margay");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
