package dev.margay.samplesite;

import dev.margay.server.Extras;
import dev.margay.server.MargayServer;
import dev.margay.server.Site;
import dev.margay.server.config.LayeredSettings;
import dev.margay.server.config.ServerMode;
import dev.margay.server.config.ServerSettings;
import dev.margay.server.config.Setting;
import dev.margay.server.config.SettingsLayer;
import dev.margay.server.config.SiteFolder;
import dev.margay.server.listen.CertificateSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A server in this process on free ports: {@code serve} on a folder, with the folder's {@code
 * margay.yaml} if it has one.
 */
final class ServedSite implements AutoCloseable {
  private final MargayServer server;
  private final Path accessLog;

  private ServedSite(MargayServer server, Path accessLog) {
    this.server = server;
    this.accessLog = accessLog;
  }

  /** h2c and HTTP/1.1. */
  static ServedSite cleartext(Path folder, Path workingDir) throws Exception {
    return start(folder, workingDir, List.of(), Map.of(), Optional.empty());
  }

  /** As {@link #cleartext(Path, Path)}, with files to withhold and more flags. */
  static ServedSite cleartext(
      Path folder, Path workingDir, List<Path> ownFiles, Map<Setting<?>, String> flags)
      throws Exception {
    return start(folder, workingDir, ownFiles, flags, Optional.empty());
  }

  /** HTTP/2 and HTTP/1.1 over TLS, with a certificate for localhost alone. */
  static ServedSite overTls(Path folder, Path workingDir) throws Exception {
    CertificateSource certificate = TestAuthority.in(workingDir).certificates();
    return start(folder, workingDir, List.of(), Map.of(), Optional.of(certificate));
  }

  private static ServedSite start(
      Path folder,
      Path workingDir,
      List<Path> ownFiles,
      Map<Setting<?>, String> more,
      Optional<CertificateSource> certificate)
      throws Exception {
    Path accessLog = Files.createTempFile(workingDir, "access", ".log");
    Map<Setting<?>, String> flags = new LinkedHashMap<>();
    flags.put(Setting.LISTEN, "127.0.0.1:0");
    flags.put(Setting.ADMIN, "127.0.0.1:0");
    flags.put(Setting.WORKING_DIR, workingDir.toString());
    flags.put(Setting.ACCESS_LOG, accessLog.toString());
    flags.put(Setting.CLEARTEXT, "true"); // the certificate, if any, comes from Extras
    flags.putAll(more);
    SettingsLayer layer = ((SettingsLayer.Reading.Understood) SettingsLayer.ofFlags(flags)).layer();
    ServerSettings settings =
        ServerSettings.from(
                ServerMode.SERVE,
                folder,
                new LayeredSettings(layer, SettingsLayer.empty(), SettingsLayer.empty()))
            .found()
            .orElseThrow();
    MargayServer server =
        new MargayServer(settings, site(folder, ownFiles), new Extras(certificate, List.of()));
    server.start();
    return new ServedSite(server, accessLog);
  }

  private static Site site(Path folder, List<Path> ownFiles) {
    return SiteFolder.look(folder, Optional.empty()) instanceof SiteFolder.Configured configured
        ? new Site(Optional.empty(), configured.config().domains(), ownFiles)
        : new Site(Optional.of(folder), List.of(), ownFiles);
  }

  int port() {
    return server.port();
  }

  int adminPort() {
    return server.adminPort();
  }

  RawConnection connect() throws IOException {
    return new RawConnection(port());
  }

  /** One request on a connection of its own. */
  RawConnection.Answer ask(String request) throws IOException {
    return RawConnection.ask(port(), request);
  }

  /** A GET for {@code target}, which is sent as it is. */
  RawConnection.Answer get(String target, String... fields) throws IOException {
    return ask(request("GET", target, fields));
  }

  /** A request that closes its connection. */
  static String request(String method, String target, String... fields) {
    StringBuilder text = new StringBuilder(method + ' ' + target + " HTTP/1.1\r\n");
    text.append("Host: localhost\r\nConnection: close\r\n");
    for (String field : fields) {
      text.append(field).append("\r\n");
    }
    return text.append("\r\n").toString();
  }

  /** Stops the server, and reads each line of its access log as JSON. */
  List<Map<?, ?>> logAfterwards() throws IOException {
    close();
    LoadSettings json = LoadSettings.builder().setAllowDuplicateKeys(false).build();
    return Files.readAllLines(accessLog).stream()
        .<Map<?, ?>>map(line -> (Map<?, ?>) new Load(json).loadFromString(line))
        .toList();
  }

  @Override
  public void close() {
    server.close();
  }
}
