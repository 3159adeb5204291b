package dev.margay.devtools;

import dev.margay.devtools.authority.SelfMadeCertificate;
import dev.margay.server.Extras;
import dev.margay.server.MargayServer;
import dev.margay.server.Site;
import dev.margay.server.StartFailure;
import dev.margay.server.command.Foreground;
import dev.margay.server.command.SiteCommand;
import dev.margay.server.config.ServerMode;
import dev.margay.server.config.ServerSettings;
import dev.margay.server.config.SiteFolder;
import dev.margay.server.config.StaticDomain;
import dev.margay.server.config.TlsSettings;
import dev.margay.server.listen.CertificateSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;

/** {@code margay devlove}: develops a site with what production does. */
@CommandLine.Command(
    name = "devlove",
    description = "Develop a site: HTTPS and HTTP/2 on this machine, changed files seen at once.",
    mixinStandardHelpOptions = true)
public final class DevloveCommand extends SiteCommand {
  private static final String CERTIFICATE = "devlove.pem";

  @Override
  public Integer call() throws StartFailure {
    SiteFolder folder = readFolder();
    if (folder instanceof SiteFolder.Mistaken mistaken) {
      throw new StartFailure(lines(mistaken.mistakes()));
    }
    ServerSettings settings = readSettings(ServerMode.DEVLOVE, folder);
    Optional<CertificateSource> certificates = certificates(settings, folder);
    Site site = readSite(folder, secrets(settings.tls()));
    MargayServer server = new MargayServer(settings, site, new Extras(certificates, List.of()));
    return new Foreground(server).run(() -> announce(server, settings));
  }

  private static void announce(MargayServer server, ServerSettings settings) {
    boolean tls = !(settings.tls() instanceof TlsSettings.Cleartext);
    boolean everywhere =
        settings.listen().isEverywhere() || settings.listen().host().equals("127.0.0.1");
    String host =
        everywhere
            ? "localhost:" + server.port()
            : settings.listen().withPort(server.port()).toString();
    System.err.printf("%n  %s://%s/%n%n", tls ? "https" : "http", host);
    if (settings.tls() instanceof TlsSettings.LocalAuthority) {
      System.err.println("  The certificate is self-made: the browser asks once whether to go on.");
    }
    System.err.printf(
        "  Metrics: http://%s/metrics    Stop: Ctrl-C%n%n",
        settings.admin().listen().withPort(server.adminPort()));
  }

  private static Optional<CertificateSource> certificates(
      ServerSettings settings, SiteFolder folder) throws StartFailure {
    if (!(settings.tls() instanceof TlsSettings.LocalAuthority)) {
      return certificatesOf(settings.tls());
    }
    List<String> names =
        folder instanceof SiteFolder.Configured configured
            ? configured.config().domains().stream().flatMap(DevloveCommand::names).toList()
            : List.of();
    Path file = settings.scratch().scratchDir().resolve(CERTIFICATE);
    try {
      return Optional.of(SelfMadeCertificate.in(file, names));
    } catch (IOException e) {
      throw new StartFailure(
          file + " cannot be written; choose a folder that can with --working-dir");
    }
  }

  private static Stream<String> names(StaticDomain domain) {
    return Stream.concat(Stream.of(domain.name()), domain.aliases().stream());
  }
}
