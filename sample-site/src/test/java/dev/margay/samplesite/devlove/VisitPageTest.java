package dev.margay.samplesite.devlove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The visit page, while somebody visits the sample site. */
class VisitPageTest {
  private static final Path SITE = Path.of("site").toAbsolutePath();
  private static final Path PICTURES = Path.of("target/pictures");
  private static final String ROW =
      "[...document.querySelectorAll('#waterfall tbody tr:not(.details)')]"
          + ".find(row => row.querySelector('button').textContent === '%s')";

  @TempDir Path home;

  @Test
  void aFirstAndASecondVisitAreSeenAsTheyHappen() throws Exception {
    Chromium.assumeInstalled();
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/certutil")),
        "no certutil: apt-get install libnss3-tools");
    try (DevloveProcess devlove = DevloveProcess.start(SITE, home)) {
      DevloveProcess.run(home, "trust", "--stores", "nss");
      try (Chromium browser = Chromium.start(home)) {
        Tab desk = browser.open();
        desk.send(
            "Emulation.setDeviceMetricsOverride",
            Map.of("width", 1280, "height", 1000, "deviceScaleFactor", 1, "mobile", false));
        assertThat(desk.open(devlove.url() + "/__margay/")).isEmpty();
        desk.await("document.getElementById('live').textContent.startsWith('Live')");
        Tab visitor = browser.open();
        pushed(desk, devlove);
        first(desk, visitor, devlove);
        desk.value("document.activeElement.click()"); // closes the details
        second(desk, visitor, devlove);
        assertThat(desk.complaints()).isEmpty();
        assertThat(desk.responses())
            .allMatch(one -> one.startsWith("h2 " + devlove.url() + "/__margay/"));
      }
    }
  }

  private void first(Tab desk, Tab visitor, DevloveProcess devlove) throws Exception {
    int before = visits(desk);
    assertThat(visitor.open(devlove.url() + "/")).isEmpty();
    desk.await("document.querySelectorAll('#visits li').length === " + (before + 1));
    String style = ROW.formatted("/css/site.css");
    desk.await(style + ".cells[2].textContent === '200'");
    desk.await(style + ".querySelector('.b-sent') !== null");
    assertThat(desk.value(style + ".cells[1].textContent")).isEqualTo("hinted");
    assertThat((String) desk.value(style + ".cells[3].textContent")).matches("(br|zstd|gzip) .*");
    assertThat((String) desk.value(style + ".querySelector('svg').getAttribute('aria-label')"))
        .contains("requested at")
        .contains("headers sent at")
        .contains("sent whole at");
    assertThat((String) desk.value("document.querySelector('.digest').textContent"))
        .contains("No digest");
    // One click says why, and what the cache holds.
    desk.value(style + ".querySelector('button').focus()");
    desk.value("document.activeElement.click()");
    String details = "document.querySelector('tr.details:not([hidden])').textContent";
    assertThat((String) desk.value(details))
        .contains("nothing says that this visitor has it")
        .contains("In the representation cache")
        .contains("Version:");
    desk.await(details + ".includes(', fast:') || " + details + ".includes(', best:')");
    pictures(desk, "visit-first");
  }

  private void second(Tab desk, Tab visitor, DevloveProcess devlove) throws Exception {
    int before = visits(desk);
    visitor.open(devlove.url() + "/about");
    desk.await("document.querySelectorAll('#visits li').length === " + (before + 1));
    desk.await("document.getElementById('title').textContent.endsWith('/about')");
    String style = ROW.formatted("/css/site.css");
    desk.await(style + " !== undefined");
    assertThat(desk.value(style + ".cells[1].textContent")).isEqualTo("known by digest");
    desk.value(style + ".querySelector('button').click()");
    assertThat(
            (String) desk.value("document.querySelector('tr.details:not([hidden])').textContent"))
        .contains("digest cookie says that this version is already there");
    desk.await("document.querySelector('.digest').textContent.includes('/css/site.css')");
    pictures(desk, "visit-second");
  }

  private void pushed(Tab desk, DevloveProcess devlove) throws Exception {
    // The first answer of a cold server may have to go out before the plan is made.
    Awaitility.await()
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> push(devlove).contains("/css/site.css"));
    String style = ROW.formatted("/css/site.css");
    desk.await(style + ".cells[1].textContent === 'pushed'");
    desk.await(style + ".querySelector('.b-promised') !== null");
    desk.await(style + ".cells[2].textContent === '200'");
    pictures(desk, "visit-pushed");
  }

  private static int visits(Tab desk) {
    return (Integer) desk.value("document.querySelectorAll('#visits li').length");
  }

  private static void pictures(Tab desk, String name) throws Exception {
    desk.send("Page.bringToFront", Map.of()); // a page behind another is not painted
    for (String scheme : new String[] {"light", "dark"}) {
      desk.send(
          "Emulation.setEmulatedMedia",
          Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
      desk.picture(PICTURES.resolve(name + "-" + scheme + ".png"));
    }
  }

  /** Visits the front page as a client that accepts pushes, and says what it got. */
  private List<String> push(DevloveProcess devlove) throws Exception {
    HttpClient client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).sslContext(trust()).build();
    ConcurrentMap<HttpRequest, CompletableFuture<HttpResponse<byte[]>>> pushes =
        new ConcurrentHashMap<>();
    client
        .sendAsync(
            HttpRequest.newBuilder(URI.create(devlove.url() + "/")).build(),
            BodyHandlers.ofByteArray(),
            PushPromiseHandler.of(request -> BodyHandlers.ofByteArray(), pushes))
        .get(60, TimeUnit.SECONDS);
    for (CompletableFuture<?> push : pushes.values()) {
      push.get(60, TimeUnit.SECONDS);
    }
    return pushes.keySet().stream().map(request -> request.uri().getPath()).toList();
  }

  private SSLContext trust() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (var in = Files.newInputStream(home.resolve(".local/share/margay/authority.crt"))) {
      store.setCertificateEntry(
          "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
