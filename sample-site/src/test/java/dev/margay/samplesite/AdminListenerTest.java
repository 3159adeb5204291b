package dev.margay.samplesite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.samplesite.RawConnection.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The admin listener answers those on this machine who mean it, and nobody else. */
class AdminListenerTest {
  @TempDir private Path folder;
  @TempDir private Path workingDir;
  private ServedSite site;

  @BeforeEach
  void serve() throws Exception {
    Files.writeString(folder.resolve("index.html"), "home");
    site = ServedSite.cleartext(folder, workingDir);
  }

  @AfterEach
  void stop() {
    site.close();
  }

  private Answer ask(String method, String target, String host) throws IOException {
    return RawConnection.ask(
        site.adminPort(),
        method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST:4044", "127.0.0.1", "127.1.2.3:80", "[::1]:1"})
  void answersLoopback(String host) throws IOException {
    assertThat(ask("GET", "/metrics", host).body()).contains("margay_response_bytes_total");
    assertThat(ask("GET", "/health", host).status()).isEqualTo(200);
    assertThat(ask("GET", "/ready", host).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil.example:4044",
        "0.0.0.0",
        "10.0.0.1",
        "[::2]",
        "localhos",
      })
  void refusesNamesThatAnyPageCouldUse(String host) throws IOException {
    for (String target : new String[] {"/metrics", "/health", "/ready", "/", "/missing"}) {
      Answer answer = ask("GET", target, host);
      assertThat(answer.status()).isEqualTo(421);
      assertThat(answer.body()).doesNotContain("margay");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PURGE", "BAN", "OPTIONS", "TRACE", "get"})
  void otherMethodsAre405(String method) throws IOException {
    Answer answer = ask(method, "/metrics", "localhost");
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.field("Allow")).contains("GET, HEAD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/metrics/", "/Metrics", "/metrics/../health", "/%6detrics", "//metrics"})
  void otherPathsAreNotThere(String target) throws IOException {
    assertThat(ask("GET", target, "localhost").status()).isIn(400, 404);
  }

  @Test
  void isNotReachableFromTheVisitorsPort() throws IOException {
    for (String target : new String[] {"/metrics", "/health", "/ready"}) {
      assertThat(site.get(target).status()).isEqualTo(404);
    }
    String admin = "http://127.0.0.1:" + site.adminPort() + "/metrics";
    assertThat(site.get(admin).status()).isEqualTo(400);
  }

  @Test
  void headHasNoBody() throws IOException {
    try (RawConnection connection = new RawConnection(site.adminPort())) {
      connection.send("HEAD /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertThat(connection.head().get(0)).contains(" 200 ");
      assertThat(connection.closed()).isTrue();
    }
  }
}
