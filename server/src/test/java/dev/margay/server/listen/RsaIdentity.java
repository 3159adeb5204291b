package dev.margay.server.listen;

import dev.margay.server.config.CertificateFiles;
import dev.margay.server.config.TlsIdentity;
import java.nio.file.Path;
import java.time.Instant;

/** A server's certificate and key, for tests. */
final class RsaIdentity {
  private static final Path FOLDER = Path.of("src/test/resources/dev/margay/server/config");

  private RsaIdentity() {}

  static TlsIdentity read() {
    CertificateFiles.Reading reading =
        CertificateFiles.read(
            FOLDER.resolve("rsa-cert.pem"), FOLDER.resolve("rsa-key.pem"), Instant.now());
    return ((CertificateFiles.Reading.Usable) reading).identity();
  }
}
