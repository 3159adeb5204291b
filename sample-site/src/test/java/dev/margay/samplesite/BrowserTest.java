package dev.margay.samplesite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.margay.server.Extras;
import dev.margay.server.MargayServer;
import dev.margay.server.Site;
import dev.margay.server.config.LayeredSettings;
import dev.margay.server.config.ServerMode;
import dev.margay.server.config.ServerSettings;
import dev.margay.server.config.Setting;
import dev.margay.server.config.SettingsLayer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample site in a real browser, over HTTPS and HTTP/2. */
class BrowserTest {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path SITE = Path.of("site").toAbsolutePath();

  @TempDir Path folder;

  private record Seen(String path, int status, String protocol) {}

  @Test
  void aPageOfTheSampleSiteIsShownWithAllThatItNames() throws Exception {
    assumeTrue(Files.isExecutable(CHROMIUM), "no Chromium: apt-get install chromium");
    Queue<Seen> seen = new ConcurrentLinkedQueue<>();
    Extras extras =
        new Extras(
            Optional.of(TestAuthority.in(folder).certificates()),
            List.of(
                (request, response, exchange) ->
                    seen.add(
                        new Seen(
                            request.getHttpURI().getPath(),
                            response.getStatus(),
                            request.getConnectionMetaData().getProtocol()))));
    try (MargayServer server = new MargayServer(settings(), plain(), extras)) {
      server.start();
      String document = browse("https://localhost:" + server.port() + "/");
      assertThat(document).contains("<h1").contains("</html>");
    }
    assertThat(seen).extracting(Seen::path).contains("/", "/css/site.css", "/css/type.css");
    assertThat(seen).allSatisfy(one -> assertThat(one.status()).as(one.path()).isEqualTo(200));
    assertThat(seen).allSatisfy(one -> assertThat(one.protocol()).isEqualTo("HTTP/2.0"));
  }

  private static Site plain() {
    return new Site(Optional.of(SITE), List.of(), List.of());
  }

  private ServerSettings settings() {
    Map<Setting<?>, String> flags =
        Map.of(
            Setting.LISTEN, "127.0.0.1:0",
            Setting.ADMIN, "127.0.0.1:0",
            Setting.WORKING_DIR, folder.toString());
    SettingsLayer layer = ((SettingsLayer.Reading.Understood) SettingsLayer.ofFlags(flags)).layer();
    LayeredSettings layers =
        new LayeredSettings(layer, SettingsLayer.empty(), SettingsLayer.empty());
    return ServerSettings.from(ServerMode.DEVLOVE, SITE, layers).found().orElseThrow();
  }

  private String browse(String url) throws IOException, InterruptedException {
    Path out = folder.resolve("document.html");
    Process browser =
        new ProcessBuilder(
                CHROMIUM.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--ignore-certificate-errors",
                "--user-data-dir=" + folder.resolve("profile"),
                "--virtual-time-budget=5000",
                "--dump-dom",
                url)
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(browser.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return Files.readString(out, StandardCharsets.UTF_8);
  }
}
