package dev.margay.samplesite.devlove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a user who has never run Margay to a page that the browser trusts. */
class TrustedPageTest {
  private static final Path SITE = Path.of("site").toAbsolutePath();

  @TempDir Path home;

  @Test
  void afterTrustThePageOpensWithoutACertificateErrorOverHttp2() throws Exception {
    Chromium.assumeInstalled();
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/certutil")),
        "no certutil: apt-get install libnss3-tools");
    try (DevloveProcess devlove = DevloveProcess.start(SITE, home)) {
      assertThat(devlove.errors()).contains("margay trust");
      try (Chromium stranger = Chromium.start(home)) {
        assertThat(stranger.open().open(devlove.url() + "/")).contains("ERR_CERT_AUTHORITY");
      }
      assertThat(DevloveProcess.run(home, "trust", "--status", "--stores", "nss"))
          .contains("chromium")
          .contains("not trusted");
      assertThat(DevloveProcess.run(home, "trust", "--stores", "nss")).contains("added");
      try (Chromium browser = Chromium.start(home)) {
        Tab tab = browser.open();
        assertThat(tab.open(devlove.url() + "/")).isEmpty();
        assertThat(tab.value("isSecureContext && location.protocol")).isEqualTo("https:");
        assertThat(tab.responses()).isNotEmpty().allMatch(one -> one.startsWith("h2 "));
        assertThat(tab.complaints()).isEmpty();
        tab.picture("trusted");
      }
    }
    try (DevloveProcess again = DevloveProcess.start(SITE, home)) {
      assertThat(again.errors()).doesNotContain("margay trust");
    }
    assertThat(DevloveProcess.run(home, "untrust", "--stores", "nss")).contains("removed");
  }
}
