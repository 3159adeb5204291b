package dev.margay.samplesite.devlove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What devlove shows is what serve sends, response by response, but for what is meant to differ.
 */
class SameAsServeTest {
  private static final Path SITE = Path.of("site").toAbsolutePath();

  private static final Set<String> MEANT = Set.of("date", "cache-control", "margay-plan");
  private static final Set<String> OF_THE_BYTES = Set.of("etag", "content-length");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir Path home;

  @Test
  void everyFileOfTheSampleSiteIsAnsweredAlike() throws Exception {
    try (DevloveProcess devlove = DevloveProcess.start(SITE, home, "--cleartext");
        DevloveProcess serve =
            DevloveProcess.serve(SITE, Files.createDirectories(home.resolve("serve")))) {
      for (String path : paths()) {
        // What is sent ahead of a page is known a moment after its first visit, on either side.
        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(() -> assertAlike(path, get(devlove, path), get(serve, path)));
        HttpResponse<byte[]> shown = get(devlove, path);
        HttpResponse<byte[]> sent = get(serve, path);
        boolean page = page(sent);
        if (page) {
          String script =
              new String(shown.body(), StandardCharsets.UTF_8)
                  .substring(new String(sent.body(), StandardCharsets.UTF_8).length());
          assertThat(script).startsWith("<script src=\"/__margay/reload.js\"");
          assertThat(shown.body()).startsWith(sent.body());
        } else {
          assertThat(shown.body()).as(path).isEqualTo(sent.body());
        }
      }
    }
  }

  private static boolean page(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("content-type").orElse("").startsWith("text/html");
  }

  private static void assertAlike(
      String path, HttpResponse<byte[]> shown, HttpResponse<byte[]> sent) {
    assertThat(shown.statusCode()).as(path).isEqualTo(sent.statusCode());
    assertThat(fields(shown, page(sent))).as(path).isEqualTo(fields(sent, page(sent)));
  }

  @Test
  void aPageWithTheScriptIsContentOfItsOwn() throws Exception {
    try (DevloveProcess devlove = DevloveProcess.start(SITE, home, "--cleartext")) {
      HttpResponse<byte[]> whole = get(devlove, "/about");
      String tag = whole.headers().firstValue("etag").orElseThrow();
      assertThat(get(devlove, "/about", "If-None-Match", tag).statusCode()).isEqualTo(304);
      HttpResponse<byte[]> coded = get(devlove, "/about", "Accept-Encoding", "gzip");
      assertThat(coded.headers().firstValue("content-encoding")).hasValue("gzip");
      assertThat(coded.headers().firstValue("etag").orElseThrow().substring(0, 17))
          .isEqualTo(tag.substring(0, 17));
      try (var plain = new GZIPInputStream(new ByteArrayInputStream(coded.body()))) {
        assertThat(plain.readAllBytes()).isEqualTo(whole.body());
      }
      HttpResponse<byte[]> end = get(devlove, "/about", "Range", "bytes=-10");
      assertThat(end.statusCode()).isEqualTo(206);
      assertThat(new String(end.body(), StandardCharsets.UTF_8)).isEqualTo("</script>\n");
    }
  }

  private static List<String> paths() throws IOException {
    List<String> paths =
        new ArrayList<>(List.of("/", "/about", "/map", "/map/", "/missing", "/a//b"));
    try (Stream<Path> files = Files.walk(SITE)) {
      files.filter(Files::isRegularFile).forEach(file -> paths.add("/" + SITE.relativize(file)));
    }
    return paths;
  }

  private static Map<String, List<String>> fields(HttpResponse<byte[]> response, boolean page) {
    Map<String, List<String>> fields = new TreeMap<>(response.headers().map());
    fields.keySet().removeAll(MEANT);
    if (page) {
      fields.keySet().removeAll(OF_THE_BYTES);
    }
    return fields;
  }

  private HttpResponse<byte[]> get(DevloveProcess server, String path, String... fields)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path));
    if (fields.length > 0) {
      request.headers(fields);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }
}
