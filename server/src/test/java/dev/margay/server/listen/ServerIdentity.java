package dev.margay.server.listen;

import dev.margay.server.config.CertificateFiles;
import dev.margay.server.config.TlsIdentity;
import java.nio.file.Path;
import java.time.Instant;

/** A server's certificate and key, for tests. */
final class ServerIdentity {
  private static final Path FOLDER = Path.of("src/test/resources/dev/margay/server/config");

  private ServerIdentity() {}

  static TlsIdentity rsa() {
    return of("rsa-cert.pem", "rsa-key.pem");
  }

  static TlsIdentity of(String certificate, String key) {
    CertificateFiles.Reading reading =
        CertificateFiles.read(FOLDER.resolve(certificate), FOLDER.resolve(key), Instant.now());
    return ((CertificateFiles.Reading.Usable) reading).identity();
  }
}
