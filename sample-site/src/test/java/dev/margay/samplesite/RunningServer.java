package dev.margay.samplesite;

import dev.margay.server.Extras;
import dev.margay.server.MargayServer;
import dev.margay.server.Site;
import dev.margay.server.StartFailure;
import dev.margay.server.config.AccessLogDestination;
import dev.margay.server.config.AccessLogFormat;
import dev.margay.server.config.AccessLogSettings;
import dev.margay.server.config.AdminSettings;
import dev.margay.server.config.BrowserCacheSettings;
import dev.margay.server.config.ListenAddress;
import dev.margay.server.config.ScratchSettings;
import dev.margay.server.config.ServerMode;
import dev.margay.server.config.ServerSettings;
import dev.margay.server.config.TlsSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A server in this process that hosts one site as {@code margay serve} does. */
final class RunningServer implements AutoCloseable {
  /** So long that a busy machine does not turn a coded answer into a plain one. */
  private static final Duration ENCODE_WAIT = Duration.ofSeconds(30);

  private static final ListenAddress ANYWHERE = new ListenAddress("127.0.0.1", 0);

  private final MargayServer server;
  private final Browser browser;

  private RunningServer(MargayServer server, Browser browser) {
    this.server = server;
    this.browser = browser;
  }

  static RunningServer overTls(RealSite site, Path scratch) throws StartFailure, IOException {
    TestAuthority authority = TestAuthority.in(scratch);
    Extras extras = new Extras(Optional.of(authority.certificates()), List.of());
    MargayServer server = start(site, scratch, extras);
    URI origin = URI.create("https://localhost:" + server.port());
    SSLContext trust = trust(authority.certificate());
    return new RunningServer(server, Browser.overTls(origin, trust));
  }

  static RunningServer overCleartext(RealSite site, Path scratch) throws StartFailure {
    MargayServer server = start(site, scratch, new Extras(Optional.empty(), List.of()));
    URI origin = URI.create("http://127.0.0.1:" + server.port());
    return new RunningServer(server, Browser.overCleartext(origin));
  }

  private static MargayServer start(RealSite site, Path scratch, Extras extras)
      throws StartFailure {
    ServerSettings settings =
        new ServerSettings(
            ServerMode.SERVE,
            ANYWHERE,
            new AdminSettings(ANYWHERE, true),
            new ScratchSettings(scratch, "scratch", ScratchSettings.DEFAULT_CACHE_SIZE),
            new BrowserCacheSettings(BrowserCacheSettings.DEFAULT_MAX_AGE, false, false),
            new TlsSettings.Cleartext(),
            false,
            Optional.empty(),
            List.of(),
            ENCODE_WAIT,
            new AccessLogSettings(new AccessLogDestination.Off(), AccessLogFormat.JSON));
    Site served = new Site(Optional.of(site.folder()), List.of(), List.of());
    MargayServer server = new MargayServer(settings, served, extras);
    server.start();
    return server;
  }

  private static SSLContext trust(X509Certificate certificate) throws IOException {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry("server", certificate);
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  Browser browser() {
    return browser;
  }

  /** The sum of {@code margay_representations_made_total} over all codings of one tier. */
  long made(String tier) {
    Browser admin = Browser.overCleartext(URI.create("http://127.0.0.1:" + server.adminPort()));
    String page = new String(admin.get("/metrics").body(), StandardCharsets.UTF_8);
    return (long)
        page.lines()
            .filter(line -> line.startsWith("margay_representations_made_total{"))
            .filter(line -> line.contains("tier=\"" + tier + "\""))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
            .sum();
  }

  @Override
  public void close() {
    server.close();
  }
}
