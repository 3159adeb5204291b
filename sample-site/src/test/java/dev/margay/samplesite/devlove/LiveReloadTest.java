package dev.margay.samplesite.devlove;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are saved as editors save them, and a real browser shows what becomes of the page. */
class LiveReloadTest {
  /** Well below the silence that ends a burst of changes. */
  private static final Duration NO_PAUSE = Duration.ofMillis(25);

  private static final int MOST_BUILDS = 40;

  /** One for all: each test has a server of its own, and so an origin. */
  private static Chromium browser;

  @TempDir Path home;
  private Path site;
  private DevloveProcess devlove;

  @BeforeAll
  static void startBrowser(@TempDir Path home) throws Exception {
    if (Chromium.isInstalled()) { // each test says so otherwise
      browser = Chromium.start(home, "--ignore-certificate-errors");
    }
  }

  @AfterAll
  static void stopBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void start() throws Exception {
    Chromium.assumeInstalled();
    site = Files.createDirectories(home.resolve("site"));
    write(
        "index.html",
        "<!doctype html><html><head><title>one</title><link rel=stylesheet href=/main.css>"
            + "<script src=/main.js defer></script></head><body><h1>Heading</h1>"
            + "<img id=shown src=/dot.png width=100 height=100></body></html>\n");
    write("other.html", "<!doctype html><title>other</title><p>nothing else</p>\n");
    write("main.css", "@import '/deep.css'; body { color: rgb(1, 1, 1) }\n");
    write("deep.css", "h1 { color: rgb(2, 2, 2) }\n");
    write("main.js", "window.version = 'one'\n");
    Files.write(site.resolve("dot.png"), png(1, 1));
    devlove = DevloveProcess.start(site, home);
  }

  @AfterEach
  void stop() throws Exception {
    try {
      if (browser != null) {
        browser.closeTabs();
      }
    } finally {
      if (devlove != null) {
        devlove.close();
      }
    }
  }

  @Test
  void aStyleSheetIsSwappedInPlace() throws IOException {
    Tab tab = opened("/");
    tab.value("window.kept = 'in place'");
    write("main.css", "@import '/deep.css'; body { color: rgb(9, 9, 9) }\n");
    tab.await("getComputedStyle(document.body).color === 'rgb(9, 9, 9)'");
    assertThat(tab.value("window.kept")).isEqualTo("in place");
    assertThat(tab.value("document.querySelectorAll('link').length")).isEqualTo(1);
    assertThat(tab.loads()).isEqualTo(1);
  }

  @Test
  void whatAStyleSheetImportsIsSwappedInPlaceToo() throws IOException {
    Tab tab = opened("/");
    tab.value("window.kept = 'in place'");
    write("deep.css", "h1 { color: rgb(7, 7, 7) }\n");
    tab.await("getComputedStyle(document.querySelector('h1')).color === 'rgb(7, 7, 7)'");
    write("deep.css", "h1 { color: rgb(8, 8, 8) }\n");
    tab.await("getComputedStyle(document.querySelector('h1')).color === 'rgb(8, 8, 8)'");
    assertThat(tab.value("window.kept")).isEqualTo("in place");
  }

  @Test
  void aScriptReloadsThePageAndTheNewOneRuns() throws IOException {
    Tab tab = opened("/");
    write("main.js", "window.version = 'two'\n");
    tab.await("window.version === 'two'");
    assertThat(tab.loads()).isEqualTo(2);
  }

  @Test
  void thePageItselfIsReloaded() throws IOException {
    Tab tab = opened("/");
    write("index.html", "<!doctype html><title>two</title>\n");
    tab.await("document.title === 'two'");
    assertThat(tab.loads()).isEqualTo(2);
  }

  @Test
  void anImageIsReplacedInPlace() throws IOException {
    Tab tab = opened("/");
    tab.value("window.kept = 'in place'");
    Files.write(site.resolve("dot.png"), png(3, 2));
    tab.await("document.images[0].naturalWidth === 3");
    assertThat(tab.value("window.kept")).isEqualTo("in place");
  }

  @Test
  void aPageThatDoesNotUseTheFileIsLeftAlone() throws IOException {
    Tab uses = opened("/");
    Tab other = opened("/other");
    write("main.js", "window.version = 'two'\n");
    uses.await("window.version === 'two'");
    write("other.html", "<!doctype html><title>other two</title>\n");
    other.await("document.title === 'other two'");
    assertThat(other.loads()).isEqualTo(2);
    assertThat(uses.loads()).isEqualTo(2);
  }

  @Test
  void twoTabsGetOneReloadEachForManyFiles() throws Exception {
    Tab first = opened("/");
    Tab second = opened("/");
    Tab last = opened("/other");
    for (int build = 0; ; build++) {
      int ofFirst = first.loads();
      int ofSecond = second.loads();
      Duration longestPause = writeBuild(build);
      for (Tab tab : List.of(first, second)) {
        tab.await("document.title === 'built " + build + "' && window.version === '" + build + "'");
      }
      write("other.html", "<!doctype html><title>later " + build + "</title>\n");
      last.await("document.title === 'later " + build + "'"); // nothing of theirs follows it
      // Where the machine held the writer up, it may well have been two saves.
      if (longestPause.compareTo(NO_PAUSE) < 0) {
        assertThat(first.loads()).isEqualTo(ofFirst + 1);
        assertThat(second.loads()).isEqualTo(ofSecond + 1);
        return;
      }
      assertThat(build).as("builds, all of them with pauses").isLessThan(MOST_BUILDS);
    }
  }

  /** As a bundler does, again and again; tells how long it did not write at a time. */
  private Duration writeBuild(int build) throws IOException {
    long longest = 0;
    long written = System.nanoTime();
    for (int i = 0; i < 40; i++) {
      write("chunk-" + i + ".js", "// " + build + "\n");
      write("main.js", "window.version = '" + build + (i < 39 ? "." + i : "") + "'\n");
      long now = System.nanoTime();
      longest = Math.max(longest, now - written);
      written = now;
    }
    String page = Files.readString(site.resolve("index.html"));
    write("index.html", page.replaceFirst("<title>[^<]*", "<title>built " + build));
    return Duration.ofNanos(Math.max(longest, System.nanoTime() - written));
  }

  @Test
  void aFileThatIsStillBeingWrittenIsWaitedFor() throws Exception {
    Tab tab = opened("/");
    try (OutputStream out = Files.newOutputStream(site.resolve("index.html"))) {
      out.write("<!doctype html><title>half</ti".getBytes(StandardCharsets.UTF_8));
      out.flush();
      Thread.sleep(700); // many times as long as a burst
      out.write("tle><title>whole</title><p id=end>".getBytes(StandardCharsets.UTF_8));
    }
    tab.await("!!document.getElementById('end')");
    assertThat(tab.loads()).isEqualTo(2);
  }

  @Test
  void aFileThatIsWrittenBesideAndRenamedGivesOneReload() throws IOException {
    Tab tab = opened("/");
    Path beside = site.resolve("index.html.tmp");
    Files.writeString(beside, "<!doctype html><title>renamed</title>\n");
    Files.move(site.resolve("index.html"), site.resolve("index.html~"));
    Files.move(beside, site.resolve("index.html"), StandardCopyOption.ATOMIC_MOVE);
    Files.delete(site.resolve("index.html~"));
    tab.await("document.title === 'renamed'");
    assertThat(tab.loads()).isEqualTo(2);
  }

  @Test
  void aPageUnderAStrictMetaPolicyHasNoScriptAndThereIsOneWarning() throws Exception {
    write(
        "strict.html",
        "<!doctype html><meta http-equiv=\"Content-Security-Policy\""
            + " content=\"default-src 'none'; style-src 'self'\"><title>strict</title>\n");
    Tab tab = browser.open();
    tab.open(devlove.url() + "/strict");
    tab.open(devlove.url() + "/strict");
    assertThat(tab.value("document.scripts.length")).isEqualTo(0);
    assertThat(tab.complaints()).noneMatch(one -> one.contains("reload.js"));
    assertThat(devlove.errors().split("/strict", -1)).hasSize(2);
  }

  @Test
  void afterTheServerStartedAgainPagesFollowIt() throws Exception {
    Tab tab = opened("/");
    int port = devlove.port();
    devlove.close();
    write("index.html", "<!doctype html><title>meanwhile</title>\n");
    devlove = DevloveProcess.start(site, home, "--listen", "127.0.0.1:" + port);
    tab.await("document.title === 'meanwhile'");
  }

  @Test
  void whoIsCutOffFollowsWhenItIsBackAndOnlyOnce() throws IOException {
    Tab tab = opened("/");
    tab.value("window.kept = 'in place'");
    tab.offline(true);
    write("main.css", "body { color: rgb(3, 3, 3) }\n");
    Awaitility.await()
        .atMost(30, TimeUnit.SECONDS)
        .until(() -> tab.complaints().stream().anyMatch(one -> one.contains("DISCONNECTED")));
    assertThat(tab.value("getComputedStyle(document.body).color")).isEqualTo("rgb(1, 1, 1)");
    tab.offline(false);
    tab.await("getComputedStyle(document.body).color === 'rgb(3, 3, 3)'");
    assertThat(tab.value("window.kept")).isEqualTo("in place");
    write("index.html", "<!doctype html><title>two</title>\n");
    tab.await("document.title === 'two'");
    assertThat(tab.loads()).isEqualTo(2);
  }

  private Tab opened(String path) {
    Tab tab = browser.open();
    assertThat(tab.open(devlove.url() + path)).isEmpty();
    // Listening once its request for events is answered: the resource is there and not ended.
    tab.await("performance.getEntriesByName(location.origin + '/__margay/reload.js').length === 1");
    return tab;
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(site.resolve(name), text);
  }

  private static byte[] png(int width, int height) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      javax.imageio.ImageIO.write(
          new java.awt.image.BufferedImage(
              width, height, java.awt.image.BufferedImage.TYPE_INT_RGB),
          "png",
          out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
