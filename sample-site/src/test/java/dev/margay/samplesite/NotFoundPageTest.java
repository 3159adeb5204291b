package dev.margay.samplesite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.samplesite.RawConnection.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a site says about a page that it does not have. */
class NotFoundPageTest {
  private static final String NAVIGATION = "Sec-Fetch-Mode: navigate";

  @TempDir private Path folder;
  @TempDir private Path workingDir;

  @BeforeEach
  void writeSite() throws Exception {
    Files.createDirectories(folder.resolve("deep/er"));
    Files.writeString(folder.resolve("index.html"), "home");
    Files.writeString(folder.resolve("404.html"), "nowhere");
    Files.writeString(folder.resolve("deep/404.html"), "not down here");
    Files.writeString(folder.resolve("deep/.env"), "secret");
  }

  @Test
  void nearestPageIsSentWithStatus404() throws Exception {
    try (ServedSite site = ServedSite.cleartext(folder, workingDir)) {
      assertAnswer(site.get("/x"), 404, "nowhere");
      assertAnswer(site.get("/deep/x"), 404, "not down here");
      assertAnswer(site.get("/deep/er/"), 404, "not down here");
      assertAnswer(site.get("/deep/no/such/folder"), 404, "not down here");
      assertAnswer(site.get("/deep/.env"), 404, "not down here");
      assertAnswer(site.get("/404.html"), 200, "nowhere");
      assertThat(site.get("/deep/.env")).isEqualTo(site.get("/deep/x"));
    }
  }

  @Test
  void neitherPreconditionsNorRangesApplyToIt() throws Exception {
    try (ServedSite site = ServedSite.cleartext(folder, workingDir)) {
      String tag = site.get("/404.html").field("ETag").orElseThrow();
      Answer plain = site.get("/x");
      assertThat(site.get("/x", "If-None-Match: " + tag)).isEqualTo(plain);
      assertThat(site.get("/x", "If-None-Match: *")).isEqualTo(plain);
      assertThat(site.get("/x", "If-Match: \"other\"")).isEqualTo(plain);
      assertThat(site.get("/x", "Range: bytes=0-1")).isEqualTo(plain);
      assertThat(site.get("/x", "Range: bytes=900-", "If-Range: " + tag)).isEqualTo(plain);
      assertThat(plain.field("ETag")).isEmpty();
      assertThat(plain.field("Accept-Ranges")).isEmpty();
      assertThat(plain.field("Cache-Control")).contains("no-cache");
    }
  }

  @Test
  void singlePageAnswersNavigationsOnly() throws Exception {
    Files.writeString(
        folder.resolve("margay.yaml"), "domains:\n  localhost:\n    root-dir: .\n    spa: true\n");
    try (ServedSite site = ServedSite.cleartext(folder, workingDir)) {
      assertAnswer(site.get("/settings/profile", NAVIGATION), 200, "home");
      assertAnswer(site.get("/settings", "Accept: text/html,*/*"), 200, "home");
      assertAnswer(site.get("/app.js", "Sec-Fetch-Mode: no-cors"), 404, "nowhere");
      assertAnswer(site.get("/app.js", "Accept: */*"), 404, "nowhere");
      assertAnswer(site.get("/deep/.env", NAVIGATION), 404, "not down here");
      assertAnswer(site.get("/margay.yaml", NAVIGATION), 200, "home");
      assertAnswer(site.get("/never-was", NAVIGATION), 200, "home");
    }
  }

  @Test
  void unknownHostIs421() throws Exception {
    Files.writeString(folder.resolve("margay.yaml"), "domains:\n  one.example:\n    root-dir: .\n");
    try (ServedSite site = ServedSite.cleartext(folder, workingDir)) {
      for (String host :
          new String[] {"two.example", "localhost", "127.0.0.1", "one.example.org"}) {
        Answer answer = site.ask("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        assertThat(answer.status()).as(host).isEqualTo(421);
      }
      for (String host : new String[] {"one.example", "ONE.example:99", "one.example."}) {
        assertAnswer(site.ask("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n"), 200, "home");
      }
      assertThat(site.ask("GET http://two.example/ HTTP/1.1\r\nHost: two.example\r\n\r\n").status())
          .isEqualTo(421);
      assertThat(site.ask("GET / HTTP/1.0\r\n\r\n").status()).isEqualTo(421);
    }
  }

  private static void assertAnswer(Answer answer, int status, String body) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo(body);
  }
}
