package dev.margay.server.listen;

import dev.margay.server.config.TlsIdentity;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;

/** TLS whose certificate may depend on the name that the client asks for (RFC 6066 §3). */
final class ServerNames extends BatchingTls {
  /** What every engine is told; null before the first. */
  private volatile SSLParameters ofEngines;

  ServerNames(CertificateSource certificates, Wire wire) {
    super(wire);
    setSslContext(context(wire.library(), certificates));
  }

  /**
   * Made here: Jetty would ask for a key store, to search it for names, and for a provider that all
   * of Java knows, which makes Java load every other one. No client is asked for a certificate.
   */
  private static SSLContext context(TlsLibrary library, CertificateSource certificates) {
    try {
      SSLContext context = library.newContext();
      context.init(new KeyManager[] {new ByName(certificates)}, new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("TLS is what the library is for", impossible);
    }
  }

  /** All engines are alike: Conscrypt throws an exception inside each time one is asked how. */
  @Override
  public void customize(SSLEngine engine) {
    SSLParameters known = ofEngines;
    if (known == null) {
      known = customize(engine.getSSLParameters());
      ofEngines = known;
    }
    engine.setSSLParameters(known);
  }

  /** Jetty would look at each name, and Java would load all of Unicode to do so. */
  @Override
  public SSLParameters customize(SSLParameters parameters) {
    SSLParameters customized = super.customize(parameters);
    customized.setSNIMatchers(List.of());
    return customized;
  }

  /** A handshake first chooses an alias and then asks for its chain and key. */
  private static final class ByName extends X509ExtendedKeyManager {
    private final CertificateSource certificates;

    /** What was chosen, by an alias of its own: a renewal between the two steps does no harm. */
    private final Map<String, TlsIdentity> chosen = new ConcurrentHashMap<>();

    ByName(CertificateSource certificates) {
      this.certificates = certificates;
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
      TlsIdentity identity = identity(engine);
      if (!identity.chain().get(0).getPublicKey().getAlgorithm().equals(keyType(keyType))) {
        return null; // the client is asked for another kind of key next
      }
      String alias =
          HexFormat.of().formatHex(identity.chain().get(0).getSerialNumber().toByteArray());
      chosen.put(alias, identity);
      return alias;
    }

    /** Up to TLS 1.2 the kind is named together with the key exchange, as {@code EC_EC}. */
    private static String keyType(String name) {
      int cut = name.indexOf('_');
      return cut < 0 ? name : name.substring(0, cut);
    }

    private TlsIdentity identity(SSLEngine engine) {
      if (certificates instanceof CertificatesByName byName
          && engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
        for (SNIServerName name : session.getRequestedServerNames()) {
          if (name instanceof SNIHostName host) {
            return byName.identity(host.getAsciiName());
          }
        }
      }
      return certificates.identity();
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      TlsIdentity identity = chosen.get(alias);
      return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      TlsIdentity identity = chosen.get(alias);
      return identity == null ? null : identity.key();
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
      return null;
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
      return null;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
      return null;
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
      return null;
    }
  }
}
