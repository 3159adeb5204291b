package dev.margay.server.listen;

import dev.margay.server.config.TlsIdentity;

/** Says who the server is to a TLS client. */
public interface CertificateSource {
  /** The certificate chain and key to start with. */
  TlsIdentity identity();
}
