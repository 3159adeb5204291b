package dev.margay.samplesite.devlove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The names that a site has in production, in a browser that knows nothing but the proxy. */
class ProductionNamesTest {
  @TempDir Path home;
  private Path site;

  @BeforeEach
  void makeSite() throws Exception {
    site = home.resolve("site");
    Files.createDirectories(site.resolve("www"));
    Files.createDirectories(site.resolve("static"));
    Files.writeString(
        site.resolve("www/index.html"),
        "<!doctype html><title>www</title><link rel=stylesheet"
            + " href=https://static.example.com/a.css><p>text</p>\n");
    Files.writeString(site.resolve("static/a.css"), "p { color: rgb(1, 1, 1) }\n");
  }

  @Test
  void theyAreTrustedAndReloadedThroughTheProxy() throws Exception {
    Chromium.assumeInstalled();
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/certutil")),
        "no certutil: apt-get install libnss3-tools");
    Files.writeString(
        site.resolve("margay.yaml"),
        "domains: {www.example.com: {root-dir: www}, static.example.com: {root-dir: static}}\n");
    DevloveProcess.run(home, "trust", "--stores", "nss");
    try (DevloveProcess devlove = DevloveProcess.start(site, home);
        Chromium browser = Chromium.start(home, proxy(devlove))) {
      Tab tab = browser.open();
      assertThat(tab.open("https://www.example.com/")).isEmpty();
      assertThat(tab.value("location.href")).isEqualTo("https://www.example.com/");
      assertThat(tab.value("document.title")).isEqualTo("www");
      assertThat(tab.open("https://other.example/")).contains("ERR_SOCKS");
      assertThat(tab.open("https://www.example.com/")).isEmpty();
      tab.await(
          "performance.getEntriesByName(location.origin + '/__margay/reload.js').length === 1");
      Files.writeString(site.resolve("static/a.css"), "p { color: rgb(3, 3, 3) }\n");
      tab.await("getComputedStyle(document.querySelector('p')).color === 'rgb(3, 3, 3)'");
      tab.value("document.querySelector('p').textContent = location.href");
      tab.size(640, 120);
      tab.picture("production-names");
    }
  }

  @Test
  void aSiteOfTheOriginalStarts() throws Exception {
    Chromium.assumeInstalled();
    Files.writeString(
        site.resolve("devlove.yaml"),
        """
        shimmercat-devlove:
          domains:
            elec www.example.com:
              root-dir: www
              cache-key: aabbcc
            api api.example.com:
              port: "8080"
        """);
    try (DevloveProcess devlove = DevloveProcess.start(site, home);
        Chromium browser = Chromium.start(home, proxy(devlove), "--ignore-certificate-errors")) {
      assertThat(devlove.errors())
          .contains("devlove.yaml:5: \"cache-key\"")
          .contains("api.example.com")
          .contains("http://127.0.0.1:8080");
      Tab tab = browser.open();
      assertThat(tab.open("https://www.example.com/")).isEmpty();
      assertThat(tab.value("document.title")).isEqualTo("www");
    }
  }

  /** With stand-ins for the browsers: what they are called with is what counts. */
  @Test
  void openStartsABrowserWithANewProfile() throws Exception {
    Files.writeString(site.resolve("margay.yaml"), "domains: {www.example.com: {root-dir: www}}\n");
    Path called = home.resolve("called");
    Path standIn = home.resolve("firefox");
    Files.writeString(
        standIn, "#!/bin/sh\necho \"$@\" >" + called + "\ncat \"$3/user.js\" >>" + called + "\n");
    Files.setPosixFilePermissions(standIn, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (DevloveProcess devlove =
        DevloveProcess.start(site, home, "--open", "--browser", standIn.toString())) {
      Awaitility.await()
          .atMost(30, TimeUnit.SECONDS)
          .until(() -> Files.exists(called) && Files.readString(called).contains("remote_dns"));
      assertThat(Files.readString(called))
          .contains("--profile")
          .contains("https://www.example.com/")
          .contains("socks_port\", " + devlove.said("SOCKS5 proxy: 127.0.0.1:(\\d+)"));
      assertThat(devlove.errors()).contains("chromium --user-data-dir=$p");
    }
  }

  private static String proxy(DevloveProcess devlove) {
    return "--proxy-server=socks5://127.0.0.1:" + devlove.said("SOCKS5 proxy: 127.0.0.1:(\\d+)");
  }
}
