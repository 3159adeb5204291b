package dev.margay.samplesite;

import dev.margay.devtools.authority.LeafCertificates;
import dev.margay.devtools.authority.LocalAuthority;
import dev.margay.server.listen.CertificateSource;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** A local authority of a test's own, with certificates for localhost and other names. */
record TestAuthority(LocalAuthority authority, CertificateSource certificates) {
  static TestAuthority in(Path folder, String... names) throws IOException {
    LocalAuthority authority = LocalAuthority.in(folder.resolve("authority"), Instant.now());
    Path leaves = folder.resolve("authority/names");
    return new TestAuthority(
        authority,
        new LeafCertificates(authority, leaves, List.of(names), List.of(), InstantSource.system()));
  }

  X509Certificate certificate() {
    return authority.certificate();
  }
}
