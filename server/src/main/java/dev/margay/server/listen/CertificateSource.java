package dev.margay.server.listen;

import dev.margay.server.config.TlsIdentity;

/**
 * Says who the server is to a TLS client. Asked at each handshake, on the thread that makes it: the
 * answer has to be at hand.
 */
public interface CertificateSource {
  /** The certificate chain and key for a client that names no server. */
  TlsIdentity identity();
}
