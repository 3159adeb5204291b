package dev.margay.devtools;

import dev.margay.devtools.authority.Desk;
import dev.margay.devtools.authority.LeafCertificates;
import dev.margay.devtools.authority.LocalAuthority;
import dev.margay.devtools.authority.StoreAnswer;
import dev.margay.devtools.authority.TrustStores;
import dev.margay.devtools.reload.EventStreams;
import dev.margay.devtools.reload.LiveReload;
import dev.margay.devtools.reload.ReloadScript;
import dev.margay.server.Extras;
import dev.margay.server.MargayServer;
import dev.margay.server.Site;
import dev.margay.server.StartFailure;
import dev.margay.server.command.Foreground;
import dev.margay.server.command.SiteCommand;
import dev.margay.server.config.AddressRange;
import dev.margay.server.config.ServerMode;
import dev.margay.server.config.ServerSettings;
import dev.margay.server.config.SiteFolder;
import dev.margay.server.config.StaticDomain;
import dev.margay.server.config.TlsSettings;
import dev.margay.server.listen.CertificateSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import picocli.CommandLine;

/** {@code margay devlove}: develops a site with what production does. */
@CommandLine.Command(
    name = "devlove",
    description = "Develop a site: HTTPS and HTTP/2 on this machine, changed files seen at once.",
    mixinStandardHelpOptions = true)
public final class DevloveCommand extends SiteCommand {
  private final Desk desk = Desk.here();

  @Override
  public Integer call() throws StartFailure {
    SiteFolder folder = readFolder();
    if (folder instanceof SiteFolder.Mistaken mistaken) {
      throw new StartFailure(lines(mistaken.mistakes()));
    }
    ServerSettings settings = readSettings(ServerMode.DEVLOVE, folder);
    Optional<LocalAuthority> authority = authority(settings.tls());
    Optional<CertificateSource> certificates =
        authority.isPresent()
            ? Optional.of(leaves(authority.get(), settings, folder))
            : certificatesOf(settings.tls());
    Site site = readSite(folder, withheld(settings.tls()));
    LiveReload reload = new LiveReload(site, List.of(settings.scratch().scratchDir()));
    MargayServer server = new MargayServer(settings, site, extras(certificates, site, reload));
    reload.start();
    return new Foreground(server).run(() -> announce(server, settings, authority));
  }

  private static Extras extras(
      Optional<CertificateSource> certificates, Site site, LiveReload reload) {
    Set<String> hosts =
        site.domains().stream().flatMap(DevloveCommand::names).collect(Collectors.toSet());
    Map<String, DeskPages.Page> pages =
        Map.of(
            EventStreams.PATH, reload.streams()::listen,
            ReloadScript.PATH, DevloveCommand::sendScript);
    return new Extras(
        certificates,
        List.of(),
        List.of(reload.injection()),
        inner -> new DeskPages(inner, new PageGuard(hosts), UnaryOperator.identity(), pages));
  }

  private static void sendScript(Request request, Response response, Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/javascript;charset=utf-8");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, ReloadScript.source().length);
    response.write(true, ByteBuffer.wrap(ReloadScript.source()), callback);
  }

  /** No file of the authority is shown, should the site's folder be one above it. */
  private List<Path> withheld(TlsSettings tls) {
    return Stream.concat(secrets(tls).stream(), Stream.of(desk.authorityFolder())).toList();
  }

  private void announce(
      MargayServer server, ServerSettings settings, Optional<LocalAuthority> authority) {
    boolean tls = !(settings.tls() instanceof TlsSettings.Cleartext);
    boolean everywhere =
        settings.listen().isEverywhere() || settings.listen().host().equals("127.0.0.1");
    String host =
        everywhere
            ? "localhost:" + server.port()
            : settings.listen().withPort(server.port()).toString();
    System.err.printf("%n  %s://%s/%n%n", tls ? "https" : "http", host);
    if (authority.isPresent() && trustedNowhere(authority.get())) {
      System.err.println("  Nothing trusts its certificates yet: run margay trust, once.");
    }
    System.err.printf(
        "  Metrics: http://%s/metrics    Stop: Ctrl-C%n%n",
        settings.admin().listen().withPort(server.adminPort()));
  }

  private boolean trustedNowhere(LocalAuthority authority) {
    return new TrustStores(desk)
        .ask(TrustStores.Wish.LOOK, List.of(TrustStores.Kind.values()), authority).values().stream()
            .noneMatch(answer -> answer.standing() == StoreAnswer.Standing.TRUSTED);
  }

  private Optional<LocalAuthority> authority(TlsSettings tls) throws StartFailure {
    if (!(tls instanceof TlsSettings.LocalAuthority)) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalAuthority.in(desk.authorityFolder(), Instant.now()));
    } catch (IOException e) {
      throw new StartFailure(e.getMessage());
    }
  }

  private CertificateSource leaves(
      LocalAuthority authority, ServerSettings settings, SiteFolder folder) throws StartFailure {
    List<String> names =
        folder instanceof SiteFolder.Configured configured
            ? configured.config().domains().stream().flatMap(DevloveCommand::names).toList()
            : List.of();
    String host = settings.listen().host();
    boolean address = !host.equals("0.0.0.0") && AddressRange.parse(host).isPresent();
    try {
      return new LeafCertificates(
          authority,
          desk.authorityFolder().resolve("names"),
          names,
          address ? List.of(host) : List.of(),
          InstantSource.system());
    } catch (IOException e) {
      throw new StartFailure(e.getMessage());
    }
  }

  private static Stream<String> names(StaticDomain domain) {
    return Stream.concat(Stream.of(domain.name()), domain.aliases().stream());
  }
}
