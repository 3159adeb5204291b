package dev.margay.server.listen;

import dev.margay.server.config.TlsIdentity;

/** Who the server is depends on the name that the client asks for (RFC 6066 §3). */
public interface CertificatesByName extends CertificateSource {
  /**
   * The certificate chain and key for a client that asks for {@code serverName}.
   *
   * @param serverName as the client wrote it, without a final dot
   */
  TlsIdentity identity(String serverName);
}
