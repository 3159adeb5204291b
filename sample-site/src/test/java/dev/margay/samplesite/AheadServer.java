package dev.margay.samplesite;

import dev.margay.server.Extras;
import dev.margay.server.MargayServer;
import dev.margay.server.Site;
import dev.margay.server.config.LayeredSettings;
import dev.margay.server.config.ServerMode;
import dev.margay.server.config.ServerSettings;
import dev.margay.server.config.Setting;
import dev.margay.server.config.SettingsLayer;
import dev.margay.server.metrics.ExchangeObserver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** {@code margay serve} or {@code devlove} of one folder, in this process, over TLS. */
public final class AheadServer implements AutoCloseable {
  private final MargayServer server;
  private final SSLContext trust;
  private final String publicKeyHash;

  private AheadServer(MargayServer server, SSLContext trust, String publicKeyHash) {
    this.server = server;
    this.trust = trust;
    this.publicKeyHash = publicKeyHash;
  }

  /**
   * Starts one.
   *
   * @param scratch the working folder
   */
  static AheadServer start(ServerMode mode, Path root, Path scratch, Map<Setting<?>, String> flags)
      throws Exception {
    return start(mode, root, scratch, flags, List.of());
  }

  /** Starts one that is watched. */
  public static AheadServer start(
      ServerMode mode,
      Path root,
      Path scratch,
      Map<Setting<?>, String> more,
      List<ExchangeObserver> observers)
      throws Exception {
    TestAuthority authority = TestAuthority.in(scratch);
    Map<Setting<?>, String> flags = new HashMap<>(more);
    flags.putIfAbsent(Setting.LISTEN, "127.0.0.1:0");
    flags.put(Setting.ADMIN, "127.0.0.1:0");
    flags.put(Setting.WORKING_DIR, scratch.toString());
    flags.putIfAbsent(Setting.ACCESS_LOG, "off");
    if (mode == ServerMode.SERVE) {
      flags.put(Setting.CLEARTEXT, "true"); // the certificates come from the test's authority
    }
    SettingsLayer layer = ((SettingsLayer.Reading.Understood) SettingsLayer.ofFlags(flags)).layer();
    LayeredSettings layers =
        new LayeredSettings(layer, SettingsLayer.empty(), SettingsLayer.empty());
    ServerSettings settings = ServerSettings.from(mode, root, layers).found().orElseThrow();
    Site site = new Site(Optional.of(root), List.of(), List.of());
    Extras extras = new Extras(Optional.of(authority.certificates()), observers);
    MargayServer server = new MargayServer(settings, site, extras);
    server.start();
    byte[] key = authority.certificates().identity().chain().get(0).getPublicKey().getEncoded();
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(key);
    return new AheadServer(server, trust(authority), Base64.getEncoder().encodeToString(hash));
  }

  private static SSLContext trust(TestAuthority authority)
      throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", authority.certificate());
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  /** Its only origin. */
  public URI origin() {
    return URI.create("https://localhost:" + server.port());
  }

  /** The flag with which Chromium takes the server for who it says it is, and caches. */
  public String chromiumFlag() {
    return "--ignore-certificate-errors-spki-list=" + publicKeyHash;
  }

  SSLContext trust() {
    return trust;
  }

  /** The value of one series on the page of metrics; 0 if it is not there. */
  public long counted(String series) {
    Browser browser = Browser.overCleartext(URI.create("http://127.0.0.1:" + server.adminPort()));
    String page = new String(browser.get("/metrics").body(), StandardCharsets.UTF_8);
    return page.lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /**
   * The {@code Link} field of a plain answer to a client that has nothing; empty if there is none.
   */
  public String linkOf(String target, HttpClient.Version version) throws Exception {
    return new PushVisitor(this, version)
        .visit(target, "accept-encoding", "identity")
        .page()
        .headers()
        .firstValue("link")
        .orElse("");
  }

  @Override
  public void close() {
    server.close();
  }
}
