package dev.margay.devtools.authority;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeafCertificatesTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path folder;
  private LocalAuthority authority;
  private Instant time = NOW;

  @BeforeEach
  void makeAuthority() throws IOException {
    authority = LocalAuthority.in(folder.resolve("margay"), NOW);
  }

  @Test
  void eachNameHasItsOwnAndNoOther() throws Exception {
    LeafCertificates leaves = leaves("www.example.com", "api.example.com");
    assertThat(names(leaves.identity("www.example.com").chain().get(0)))
        .containsExactly("www.example.com");
    assertThat(names(leaves.identity("API.example.com").chain().get(0)))
        .containsExactly("api.example.com");
  }

  @Test
  void withoutANameAndForUnknownOnesItIsLocalhosts() throws Exception {
    LeafCertificates leaves = leaves("www.example.com");
    assertThat(names(leaves.identity().chain().get(0)))
        .containsExactlyInAnyOrder("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(leaves.identity("evil.example").chain()).isEqualTo(leaves.identity().chain());
  }

  @Test
  void whatEndsWithLocalhostIsMadeWhenItIsAskedFor() throws Exception {
    X509Certificate made = leaves().identity("shop.localhost").chain().get(0);
    assertThat(names(made)).containsExactly("shop.localhost");
  }

  @Test
  void theyAreKeptForTheNextStart() throws IOException {
    X509Certificate first = leaves("www.example.com").identity("www.example.com").chain().get(0);
    assertThat(leaves("www.example.com").identity("www.example.com").chain()).containsOnly(first);
  }

  @Test
  void nearTheirEndTheyAreMadeAgainWhileTheServerRuns() throws IOException {
    LeafCertificates leaves = leaves("www.example.com");
    X509Certificate first = leaves.identity("www.example.com").chain().get(0);
    time = NOW.plus(Duration.ofDays(59));
    assertThat(leaves.identity("www.example.com").chain()).containsOnly(first);
    time = NOW.plus(Duration.ofDays(61));
    X509Certificate second = leaves.identity("www.example.com").chain().get(0);
    assertThat(second.getNotAfter()).isAfter(first.getNotAfter());
  }

  @Test
  void anotherAddressMakesLocalhostsAgain() throws Exception {
    leaves();
    LeafCertificates leaves =
        new LeafCertificates(
            authority, kept(), List.of(), List.of("192.168.7.1"), InstantSource.fixed(NOW));
    assertThat(names(leaves.identity().chain().get(0))).contains("192.168.7.1");
  }

  @Test
  void anotherAuthoritysAreMadeAgain() throws Exception {
    leaves("www.example.com");
    authority = LocalAuthority.in(folder.resolve("other"), NOW);
    X509Certificate made = leaves("www.example.com").identity("www.example.com").chain().get(0);
    made.verify(authority.certificate().getPublicKey());
  }

  private LeafCertificates leaves(String... names) throws IOException {
    return new LeafCertificates(authority, kept(), List.of(names), List.of(), () -> time);
  }

  private Path kept() {
    return folder.resolve("margay/names");
  }

  private static List<String> names(X509Certificate certificate)
      throws CertificateParsingException {
    return certificate.getSubjectAlternativeNames().stream()
        .map(name -> (String) name.get(1))
        .toList();
  }
}
