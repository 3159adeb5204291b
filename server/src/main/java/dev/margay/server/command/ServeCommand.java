package dev.margay.server.command;

import dev.margay.server.Extras;
import dev.margay.server.MargayServer;
import dev.margay.server.Site;
import dev.margay.server.StartFailure;
import dev.margay.server.config.ServerMode;
import dev.margay.server.config.ServerSettings;
import dev.margay.server.config.SiteFolder;
import dev.margay.server.config.TlsSettings;
import dev.margay.server.listen.CertificateSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/** {@code margay serve}: hosts a site until it is told to stop. */
@CommandLine.Command(
    name = ServeCommand.NAME,
    description = "Host a site.",
    mixinStandardHelpOptions = true)
public final class ServeCommand extends SiteCommand {
  static final String NAME = "serve";

  @Override
  public Integer call() throws StartFailure {
    SiteFolder folder = readFolder();
    if (folder instanceof SiteFolder.Mistaken mistaken) {
      throw new StartFailure(lines(mistaken.mistakes()));
    }
    ServerSettings settings = readSettings(ServerMode.SERVE, folder);
    Optional<CertificateSource> certificates = certificatesOf(settings.tls());
    Site site = readSite(folder, secrets(settings.tls()));
    MargayServer server = new MargayServer(settings, site, new Extras(certificates, List.of()));
    return new Foreground(server).run(() -> announce(server, settings, site));
  }

  private static void announce(MargayServer server, ServerSettings settings, Site site) {
    String scheme = settings.tls() instanceof TlsSettings.Cleartext ? "http" : "https";
    System.err.printf(
        "Margay serves %s%n  %s://%s/%n  metrics http://%s/metrics%n",
        site.plainFolder().map(Path::toString).orElseGet(() -> names(site)),
        scheme,
        settings.listen().withPort(server.port()),
        settings.admin().listen().withPort(server.adminPort()));
  }

  private static String names(Site site) {
    return String.join(", ", site.domains().stream().map(domain -> domain.name()).toList());
  }
}
