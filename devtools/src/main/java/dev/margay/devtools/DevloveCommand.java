package dev.margay.devtools;

import dev.margay.devtools.authority.Desk;
import dev.margay.devtools.authority.LeafCertificates;
import dev.margay.devtools.authority.LocalAuthority;
import dev.margay.devtools.authority.StoreAnswer;
import dev.margay.devtools.authority.TrustStores;
import dev.margay.devtools.reload.EventStreams;
import dev.margay.devtools.reload.LiveReload;
import dev.margay.devtools.reload.ReloadScript;
import dev.margay.devtools.slowlink.LinkSpeed;
import dev.margay.devtools.socks.BrowserLine;
import dev.margay.devtools.socks.Destinations.Outside;
import dev.margay.devtools.visits.VisitDesk;
import dev.margay.devtools.visits.VisitPage;
import dev.margay.server.Extras;
import dev.margay.server.MargayServer;
import dev.margay.server.Site;
import dev.margay.server.StartFailure;
import dev.margay.server.command.Foreground;
import dev.margay.server.command.SiteCommand;
import dev.margay.server.config.AddressRange;
import dev.margay.server.config.ListenAddress;
import dev.margay.server.config.ServerMode;
import dev.margay.server.config.ServerSettings;
import dev.margay.server.config.SiteFolder;
import dev.margay.server.config.TlsSettings;
import dev.margay.server.listen.CertificateSource;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
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
  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;

  /** Where the visit page is, and below it all that it loads. */
  private static final String VISITS = "/__margay/";

  private final Desk desk = Desk.here();

  @CommandLine.Mixin private DeskFlags flags;

  @Override
  public Integer call() throws StartFailure {
    SiteFolder folder = readFolder();
    if (folder instanceof SiteFolder.Mistaken mistaken) {
      throw new StartFailure(lines(mistaken.mistakes()));
    }
    ServerSettings asked = readSettings(ServerMode.DEVLOVE, folder);
    Optional<LocalAuthority> authority = authority(asked.tls());
    Site site = readSite(folder, withheld(asked.tls()));
    Set<String> hosts = hosts(site);
    Optional<CertificateSource> certificates =
        authority.isPresent()
            ? Optional.of(leaves(authority.get(), asked.listen(), hosts))
            : certificatesOf(asked.tls());
    Optional<LinkSpeed> speed = flags.linkSpeed();
    WaysIn ways = waysIn(asked, hosts, speed);
    List<Path> hidden = List.of(asked.scratch().scratchDir());
    LiveReload reload = new LiveReload(site, hidden);
    VisitDesk visits = new VisitDesk(site, hidden);
    MargayServer server =
        new MargayServer(
            asked.listeningOn(ways.serverListen()),
            site,
            new Extras(
                certificates,
                List.of(visits.observer()),
                List.of(reload.injection()),
                inner ->
                    new DeskPages(
                        visits.before(inner),
                        new PageGuard(hosts),
                        ways::visitor,
                        pages(reload, visits))));
    visits.lookInto(server.cache());
    ways.leadTo(server);
    reload.start();
    return new Foreground(server).run(() -> announce(server, ways, asked, site, authority, speed));
  }

  private WaysIn waysIn(ServerSettings asked, Set<String> hosts, Optional<LinkSpeed> speed)
      throws StartFailure {
    WaysIn ways = new WaysIn(asked.listen(), speed);
    OptionalInt port = flags.socksPort();
    if (!hosts.isEmpty() || port.isPresent()) {
      ways.openSocks(
          port,
          hosts,
          isTls(asked) ? HTTPS_PORT : HTTP_PORT,
          flags.allowOutside() ? Outside.ALLOWED : Outside.REFUSED);
    }
    return ways;
  }

  private static boolean isTls(ServerSettings settings) {
    return !(settings.tls() instanceof TlsSettings.Cleartext);
  }

  private static Map<String, DeskPages.Page> pages(LiveReload reload, VisitDesk visits) {
    return Map.of(
        EventStreams.PATH,
        reload.streams()::listen,
        ReloadScript.PATH,
        DevloveCommand::sendScript,
        VISITS,
        VisitPage.HTML::send,
        VISITS + "visits.css",
        VisitPage.STYLE::send,
        VISITS + "visits.js",
        VisitPage.SCRIPT::send,
        VISITS + "visits.json",
        visits::sendJson,
        VISITS + "visits.har",
        visits::sendHar,
        VISITS + "visits/events",
        visits::listen);
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
      MargayServer server,
      WaysIn ways,
      ServerSettings asked,
      Site site,
      Optional<LocalAuthority> authority,
      Optional<LinkSpeed> speed) {
    String scheme = isTls(asked) ? "https" : "http";
    String url = scheme + "://" + visibleHost(asked.listen(), ways.port()) + "/";
    PrintStream out = System.err;
    out.printf("%n  %s%n%n", url);
    out.printf("  What was sent, and why: %s%s%n", url, VISITS.substring(1));
    if (authority.isPresent() && trustedNowhere(authority.get())) {
      out.println("  Nothing trusts its certificates yet: run margay trust, once.");
    }
    speed.ifPresent(slow -> out.println("  Slow link: " + slow));
    if (ways.socksPort().isPresent()) {
      OptionalInt proxy = ways.socksPort();
      out.printf("  SOCKS5 proxy: 127.0.0.1:%d%n", proxy.getAsInt());
      if (!site.domains().isEmpty()) {
        url = scheme + "://" + site.domains().get(0).name() + "/";
        out.printf("  By its own name, in a browser with a new profile (--open does it):%n");
        out.printf("    %s%n", BrowserLine.of("chromium").command(proxy, url));
        out.printf("    %s%n", BrowserLine.of("firefox").command(proxy, url));
      }
    }
    if (flags.open()) {
      out.println(
          "  " + new BrowserStart(desk).open(flags.browser(), authority, ways.socksPort(), url));
    }
    out.printf(
        "  Metrics: http://%s/metrics    Stop: Ctrl-C%n%n",
        asked.admin().listen().withPort(server.adminPort()));
  }

  private static String visibleHost(ListenAddress asked, int port) {
    boolean local =
        asked.isEverywhere() || asked.host().equals("0.0.0.0") || asked.host().equals("127.0.0.1");
    return local ? "localhost:" + port : asked.withPort(port).toString();
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
      LocalAuthority authority, ListenAddress listen, Set<String> hosts) throws StartFailure {
    boolean address =
        !listen.host().equals("0.0.0.0") && AddressRange.parse(listen.host()).isPresent();
    try {
      return new LeafCertificates(
          authority,
          desk.authorityFolder().resolve("names"),
          hosts,
          address ? List.of(listen.host()) : List.of(),
          InstantSource.system());
    } catch (IOException e) {
      throw new StartFailure(e.getMessage());
    }
  }

  private static Set<String> hosts(Site site) {
    return site.domains().stream()
        .flatMap(domain -> Stream.concat(Stream.of(domain.name()), domain.aliases().stream()))
        .collect(Collectors.toSet());
  }
}
