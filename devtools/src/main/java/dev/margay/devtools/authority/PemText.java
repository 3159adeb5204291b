package dev.margay.devtools.authority;

import dev.margay.server.config.TlsIdentity;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** Certificates and keys as text (RFC 7468). */
final class PemText {
  private static final int LINE = 64;

  private PemText() {}

  static String of(X509Certificate certificate) throws IOException {
    try {
      return block("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IOException("a certificate has no encoded form", e);
    }
  }

  /** The certificate and its key, in one text so that one file always holds a pair. */
  static String of(TlsIdentity identity) throws IOException {
    return of(identity.chain().get(0)) + block("PRIVATE KEY", identity.key().getEncoded());
  }

  private static String block(String type, byte[] der) {
    String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
  }
}
