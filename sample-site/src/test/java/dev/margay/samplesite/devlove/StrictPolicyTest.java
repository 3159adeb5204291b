package dev.margay.samplesite.devlove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.devtools.reload.EventStreams;
import dev.margay.devtools.reload.LiveReload;
import dev.margay.devtools.reload.PolicyFields;
import dev.margay.devtools.reload.ReloadScript;
import dev.margay.server.Extras;
import dev.margay.server.MargayServer;
import dev.margay.server.Site;
import dev.margay.server.config.LayeredSettings;
import dev.margay.server.config.ServerMode;
import dev.margay.server.config.ServerSettings;
import dev.margay.server.config.Setting;
import dev.margay.server.config.SettingsLayer;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that are sent with a Content-Security-Policy field that knows nothing of the script. */
class StrictPolicyTest {
  @TempDir Path home;

  /** Sends every answer of the site with one policy, as a site's own rules would. */
  private static final class Strict extends Handler.Wrapper {
    private final String policy;
    private final LiveReload reload;

    Strict(Handler site, String policy, LiveReload reload) {
      super(site);
      this.policy = policy;
      this.reload = reload;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      switch (request.getHttpURI().getPath()) {
        case EventStreams.PATH -> reload.streams().listen(request, response, callback);
        case ReloadScript.PATH -> {
          response.getHeaders().put("Content-Type", "text/javascript");
          response.write(true, ByteBuffer.wrap(ReloadScript.source()), callback);
        }
        default -> {
          PolicyFields.adjust(request);
          response.getHeaders().put("Content-Security-Policy", policy);
          return super.handle(request, response, callback);
        }
      }
      return true;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "default-src 'none'; style-src 'self'",
        "default-src 'none'; style-src 'self'; script-src 'strict-dynamic' 'nonce-abc'",
        "default-src 'self'; script-src 'sha256-AAAA'; connect-src https://api.example.com",
        "default-src 'none'; style-src 'self', script-src 'nonce-abc'"
      })
  void theScriptRunsAndNothingElseIsLetIn(String policy) throws Exception {
    Chromium.assumeInstalled();
    Path folder = Files.createDirectories(home.resolve("site"));
    Files.writeString(
        folder.resolve("index.html"),
        "<!doctype html><title>strict</title><link rel=stylesheet href=/a.css><p>This page may load style sheets of its own, and nothing else."
            + "<script>window.inline = true</script><script src=/b.js></script>\n");
    Files.writeString(folder.resolve("a.css"), "p { color: rgb(1, 1, 1) }\n");
    Files.writeString(folder.resolve("b.js"), "window.other = true\n");
    Site site = new Site(Optional.of(folder), List.of(), List.of());
    LiveReload reload = new LiveReload(site, List.of(home.resolve(".margay")));
    Extras extras =
        new Extras(
            Optional.empty(),
            List.of(),
            List.of(reload.injection()),
            inner -> new Strict(inner, policy, reload));
    try (reload;
        MargayServer server = new MargayServer(settings(folder), site, extras)) {
      server.start();
      reload.start();
      try (Chromium browser = Chromium.start(home)) {
        Tab tab = browser.open();
        assertThat(tab.open("http://localhost:" + server.port() + "/")).isEmpty();
        tab.await(
            "performance.getEntriesByName(location.origin + '/__margay/reload.js').length === 1");
        Files.writeString(
            folder.resolve("a.css"),
            "p { color: rgb(5, 5, 5) } body { background: honeydew; font: 1.2em serif }\n");
        tab.await("getComputedStyle(document.querySelector('p')).color === 'rgb(5, 5, 5)'");
        assertThat(tab.value("window.inline === undefined && window.other === undefined"))
            .isEqualTo(true);
        assertThat(tab.complaints()).noneMatch(one -> one.contains("reload.js' violates"));
        tab.size(640, 120);
        tab.picture("strict");
      }
    }
  }

  private ServerSettings settings(Path folder) {
    Map<Setting<?>, String> flags =
        Map.of(
            Setting.LISTEN, "127.0.0.1:0",
            Setting.ADMIN, "127.0.0.1:0",
            Setting.CLEARTEXT, "true",
            Setting.WORKING_DIR, home.toString());
    SettingsLayer layer = ((SettingsLayer.Reading.Understood) SettingsLayer.ofFlags(flags)).layer();
    LayeredSettings layers =
        new LayeredSettings(layer, SettingsLayer.empty(), SettingsLayer.empty());
    return ServerSettings.from(ServerMode.DEVLOVE, folder, layers).found().orElseThrow();
  }
}
