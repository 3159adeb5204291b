package dev.margay.server.listen;

import dev.margay.server.config.ListenAddress;
import dev.margay.server.http2.Http2ConnectionFactory;
import dev.margay.server.http2.Http2Settings;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.HTTP2Cipher;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every setting of connectors, TLS, ALPN and HTTP/2, in one place. */
public final class Listener {
  private static final Logger log = LoggerFactory.getLogger(Listener.class);
  private static final int THREADS = 32;
  private static final int MOST_IDLE_THREADS = 4;
  private static final Duration IDLE = Duration.ofSeconds(60);

  /** The threshold of one write, in bytes; a batch of small responses becomes one write. */
  private static final int WRITE_BYTES = 128 * 1024;

  private static final int LARGEST_POOLED_BUFFER = 256 * 1024;
  private static final int REQUEST_HEADER_BYTES = 64 * 1024;

  private static final String BROWSERS_FIRST = "AES_128_GCM";

  /** Those that HTTP/2 allows first (RFC 9113 appendix A); of them, browsers' first choice. */
  private static final Comparator<String> CIPHERS =
      (one, other) -> {
        int allowed = HTTP2Cipher.COMPARATOR.compare(one, other);
        return allowed != 0
            ? allowed
            : Boolean.compare(other.contains(BROWSERS_FIRST), one.contains(BROWSERS_FIRST));
      };

  private static final int CONCURRENT_STREAMS = 128;

  /**
   * Visitors who may come at one moment; the system may allow fewer. Java's own 50 are soon too
   * many, and who finds no place tries again after a second.
   */
  private static final int CROWD = 4096;

  /**
   * Jetty's strictness, but for what only many readers of one path make ambiguous. Here {@code
   * CanonicalPath} is the only one: it redirects from empty segments, and decodes {@code %25} once.
   */
  private static final UriCompliance PATHS =
      UriCompliance.DEFAULT.with(
          "margay",
          UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT,
          UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING);

  private Listener() {}

  /** The threads that read requests and write responses. Nothing on them may block. */
  public static QueuedThreadPool threads(String name) {
    QueuedThreadPool threads =
        new QueuedThreadPool(THREADS, MOST_IDLE_THREADS) {
          @Override
          protected void runJob(Runnable job) {
            NearbyBuffers.during(job);
          }
        };
    threads.setName(name);
    // A reserved thread would take over production from the one that woke up: a switch per wake-up.
    threads.setReservedThreads(0);
    return threads;
  }

  /** Buffers for network and disk. */
  public static ByteBufferPool buffers() {
    return new NearbyBuffers(
        new ArrayByteBufferPool(0, -1, LARGEST_POOLED_BUFFER), LARGEST_POOLED_BUFFER);
  }

  /**
   * A connector for visitors.
   *
   * @param certificates for HTTP/2 and HTTP/1.1 over TLS; without them, h2c and HTTP/1.1
   */
  public static ServerConnector visitors(
      Server server,
      ListenAddress address,
      boolean reusePort,
      Optional<CertificateSource> certificates) {
    TlsLibrary library =
        certificates
            .map(source -> TlsLibrary.servingWith(source.identity().key()))
            .orElse(TlsLibrary.JDK);
    return visitors(server, address, reusePort, certificates, Wire.ofSwitches(library));
  }

  static ServerConnector visitors(
      Server server,
      ListenAddress address,
      boolean reusePort,
      Optional<CertificateSource> certificates,
      Wire wire) {
    ConnectionFactory[] protocols =
        certificates.map(source -> overTls(source, wire)).orElseGet(() -> overCleartext(wire));
    ServerConnector connector = new VisitorConnector(server, wire.selectors(), protocols);
    connector.setReusePort(reusePort);
    return bindTo(connector, address);
  }

  /** A connector for the admin listener: HTTP/1.1 without TLS. */
  public static ServerConnector admin(Server server, ListenAddress address) {
    return bindTo(
        new ServerConnector(
            server, null, null, null, 0, 1, new HttpConnectionFactory(configuration(false))),
        address);
  }

  private static ServerConnector bindTo(ServerConnector connector, ListenAddress address) {
    if (!address.isEverywhere()) {
      connector.setHost(address.host());
    }
    connector.setPort(address.port());
    connector.setAcceptQueueSize(CROWD);
    connector.setIdleTimeout(IDLE.toMillis());
    connector.setShutdownIdleTimeout(Duration.ofSeconds(1).toMillis());
    return connector;
  }

  private static ConnectionFactory[] overTls(CertificateSource certificates, Wire wire) {
    log.info("TLS is done by {}", wire.library() == TlsLibrary.JDK ? "the JDK" : "Conscrypt");
    boolean direct = wire.library().direct();
    HttpConfiguration configuration = configuration(direct);
    Http2ConnectionFactory http2 =
        Http2ConnectionFactory.overTls(
            new Http2Settings(
                configuration, CONCURRENT_STREAMS, direct, wire.corked(), wire.budget()));
    HttpConnectionFactory http1 = new HttpConnectionFactory(configuration);
    VisitorAlpn alpn = new VisitorAlpn(List.of(http2.getProtocol(), http1.getProtocol()));
    SslConnectionFactory tls =
        new BatchingConnections(tls(certificates, wire), alpn.getProtocol(), wire);
    // Which hosts are served is the router's to say, whatever names the certificate has.
    tls.setEnsureSecureRequestCustomizer(false);
    tls.setDirectBuffersForDecryption(direct);
    tls.setDirectBuffersForEncryption(direct);
    return new ConnectionFactory[] {tls, alpn, http2, http1};
  }

  private static ConnectionFactory[] overCleartext(Wire wire) {
    HttpConfiguration configuration = configuration(true);
    Http2ConnectionFactory http2 =
        Http2ConnectionFactory.overCleartext(
            new Http2Settings(
                configuration, CONCURRENT_STREAMS, true, wire.corked(), wire.budget()));
    return new ConnectionFactory[] {new HttpConnectionFactory(configuration(false)), http2};
  }

  /**
   * The settings of both versions of HTTP.
   *
   * @param direct whether buffers are outside of the heap: what suits the ciphers
   */
  private static HttpConfiguration configuration(boolean direct) {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setSendXPoweredBy(false);
    configuration.setSendDateHeader(true);
    configuration.setUriCompliance(PATHS);
    configuration.setRequestHeaderSize(REQUEST_HEADER_BYTES);
    configuration.setHeaderCacheSize(0); // of HTTP/1.1: 100 KB for each connection
    configuration.setOutputBufferSize(WRITE_BYTES);
    configuration.setUseInputDirectByteBuffers(direct);
    configuration.setUseOutputDirectByteBuffers(direct);
    return configuration;
  }

  private static SslContextFactory.Server tls(CertificateSource certificates, Wire wire) {
    SslContextFactory.Server tls = new ServerNames(certificates, wire);
    tls.setIncludeProtocols("TLSv1.2", "TLSv1.3");
    tls.setRenegotiationAllowed(false); // RFC 9113 §9.2.1
    tls.setCipherComparator(CIPHERS);
    tls.setUseCipherSuitesOrder(true);
    tls.setSniRequired(false);
    return tls;
  }
}
