package dev.margay.samplesite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.samplesite.RawConnection.Answer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects lead to the same site, with the same query, and carry nothing else. */
class RedirectTest {
  @TempDir private Path folder;
  @TempDir private Path workingDir;
  private ServedSite site;

  @BeforeEach
  void serve() throws Exception {
    for (String name : List.of("dir", "evil.example", "a b", "\u00e9")) {
      Files.createDirectory(folder.resolve(name));
      Files.writeString(folder.resolve(name).resolve("index.html"), name);
    }
    site = ServedSite.cleartext(folder, workingDir);
  }

  @AfterEach
  void stop() {
    site.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/dir, /dir/",
    "/dir?a=b&c=//d, /dir/?a=b&c=//d",
    "/dir?, /dir/?",
    "/%64ir, /dir/",
    "/a%20b, /a%20b/",
    "/%C3%A9, /%C3%A9/",
    "//, /",
    "///dir, /dir",
    "/dir//?q=1, /dir/?q=1",
    "//evil.example, /evil.example",
    "//evil.example/, /evil.example/",
    "///evil.example//x, /evil.example/x",
    "//user@evil.example, /user@evil.example",
    "//evil.example?//a, /evil.example?//a",
    "/dir?a%0d%0aSet-Cookie:b, /dir/?a%0d%0aSet-Cookie:b",
  })
  void leadsTo(String target, String location) throws Exception {
    Answer answer = site.get(target);
    assertThat(answer.status()).isEqualTo(308);
    assertThat(answer.field("Location")).contains(location);
    assertThat(URI.create("https://here.example/").resolve(location).getHost())
        .isEqualTo("here.example");
    assertThat(answer.field("Cache-Control")).contains("no-cache");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//evil.example/..",
        "//evil.example/%2e%2e",
        "/\\evil.example",
        "/%5cevil.example",
        "/%2f%2fevil.example",
        "/%2fevil.example/",
        "//%2fevil.example",
        "/.//evil.example",
        "/%09/evil.example",
        "/dir%0d%0aSet-Cookie:a",
        "/dir\r",
        "/dir?a\rSet-Cookie: b",
        "//dir?a\u0000b",
      })
  void neverLeadsAway(String target) throws Exception {
    Answer answer = site.get(target);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.field("Location")).isEmpty();
    assertThat(answer.fields()).noneMatch(field -> field.startsWith("Set-Cookie"));
  }
}
