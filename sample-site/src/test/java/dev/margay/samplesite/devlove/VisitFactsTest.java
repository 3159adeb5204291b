package dev.margay.samplesite.devlove;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is recorded of visits to real files, and what is said of mistakes in them. */
class VisitFactsTest {
  private static final String TEXT = "p { color: black }\n".repeat(200);

  @TempDir Path home;
  private Path site;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeEach
  void aSite() throws Exception {
    site = Files.createDirectories(home.resolve("site"));
    write("a.css", TEXT);
    write("index.html", "<!doctype html><title>x</title>\n<link rel=stylesheet href=/a.css>\n");
  }

  @Test
  void codingTierBytesSavedAndEndingAreThoseOfTheResponse() throws Exception {
    try (DevloveProcess devlove = DevloveProcess.start(site, home, "--cleartext")) {
      get(devlove, "/");
      HttpResponse<byte[]> style = get(devlove, "/a.css", "Accept-Encoding", "gzip");
      String tag = style.headers().firstValue("ETag").orElseThrow();
      get(devlove, "/a.css", "Accept-Encoding", "gzip", "If-None-Match", tag);
      get(devlove, "/none.css");
      List<Map<?, ?>> requests = HarFacts.list(visits(devlove).get(0), "requests");
      assertThat(requests)
          .extracting("target")
          .containsExactly("/", "/a.css", "/a.css", "/none.css");
      assertThat(requests).extracting("status").containsExactly(200, 200, 304, 404);
      Map<?, ?> fact = requests.get(1);
      assertThat(fact.get("coding")).isEqualTo("gzip");
      assertThat(fact.get("tier")).isIn("fast", "best");
      assertThat(fact.get("bytes")).isEqualTo(style.body().length);
      assertThat(fact.get("saved")).isEqualTo(TEXT.length() - style.body().length);
      assertThat(fact.get("ending")).isEqualTo("sent");
      assertThat(requests.get(2).get("bytes")).isEqualTo(0);
      assertThat(requests.get(2).get("saved")).isEqualTo(TEXT.length());
      assertThat(requests.get(2).get("content")).isEqualTo(fact.get("content"));
    }
  }

  @Test
  void whatTheCacheHoldsIsToldOfEachVersion() throws Exception {
    try (DevloveProcess devlove = DevloveProcess.start(site, home, "--cleartext")) {
      get(devlove, "/");
      get(devlove, "/a.css", "Accept-Encoding", "gzip");
      Awaitility.await()
          .atMost(60, TimeUnit.SECONDS)
          .untilAsserted(
              () -> {
                Map<?, ?> style = HarFacts.list(visits(devlove).get(0), "requests").get(1);
                assertThat(HarFacts.list(style, "held"))
                    .extracting("coding", "tier")
                    .contains(org.assertj.core.groups.Tuple.tuple("gzip", "best"));
              });
    }
  }

  @Test
  void mistakesAreToldWithFileAndLineThereAndInTheTerminal() throws Exception {
    write("a.css", TEXT + "q { background: url(gone.png) }\n");
    write(
        "index.html",
        """
        <!doctype html><title>x</title>
        <link rel=stylesheet href=/a.css>
        <script src=/js/gone.js></script>
        <img src=http://outside.example/x.png alt=>
        <img src=http://localhost:1/x.png alt=><a href=/not-judged>a</a>
        """);
    write("index.html.push-list", "schema: push-list-v1\nhintz:\n  - /a.css\n");
    try (DevloveProcess devlove = DevloveProcess.start(site, home, "--cleartext")) {
      get(devlove, "/");
      get(devlove, "/a.css", "Referer", devlove.url() + "/");
      assertThat(warnings(visits(devlove).get(0)))
          .containsExactlyInAnyOrder(
              "broken_push_list index.html.push-list:2",
              "missing_asset index.html:3",
              "missing_asset a.css:201");
      Awaitility.await()
          .atMost(30, TimeUnit.SECONDS)
          .untilAsserted(
              () ->
                  assertThat(devlove.errors())
                      .containsOnlyOnce("index.html:3:")
                      .contains("/js/gone.js is named here, and is not there")
                      .contains("a.css:201:"));
    }
  }

  @Test
  void overHttpsAnImageFromAPlainServerIsMixedContent() throws Exception {
    write("index.html", "<title>x</title>\n\n<img src=http://outside.example/x.png alt=>\n");
    try (DevloveProcess devlove = DevloveProcess.start(site, home)) {
      Path authority = home.resolve(".local/share/margay/authority.crt");
      PushClient.trusting(authority).visit(devlove.url() + "/");
      Awaitility.await()
          .atMost(30, TimeUnit.SECONDS)
          .untilAsserted(
              () ->
                  assertThat(devlove.errors())
                      .contains("index.html:3:")
                      .contains("http://outside.example/x.png is named by a page that comes over"));
    }
  }

  @Test
  void whatIsAlwaysSentAheadAndNeverNamedIsToldAfterThreeVisits() throws Exception {
    write("unused.css", TEXT);
    write("index.html.push-list", "schema: push-list-v1\nhints:\n  - /a.css\n  - /unused.css\n");
    try (DevloveProcess devlove = DevloveProcess.start(site, home, "--cleartext")) {
      // A page that is not known yet may go out without a plan.
      Awaitility.await()
          .atMost(60, TimeUnit.SECONDS)
          .until(
              () -> {
                get(devlove, "/");
                List<Map<?, ?>> visits = visits(devlove);
                return warnings(visits.get(visits.size() - 1))
                    .equals(List.of("sent_unused index.html.push-list:0"));
              });
    }
  }

  @Test
  void whoListensIsToldOfEachVisit() throws Exception {
    try (DevloveProcess devlove = DevloveProcess.start(site, home, "--cleartext")) {
      HttpRequest listen =
          HttpRequest.newBuilder(URI.create(devlove.url() + "/__margay/visits/events")).build();
      try (var stream = client.send(listen, BodyHandlers.ofInputStream()).body();
          var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
        assertThat(next(lines)).isZero();
        get(devlove, "/");
        long first = next(lines);
        assertThat(first).isPositive();
        get(devlove, "/");
        assertThat(next(lines)).isGreaterThan(first);
      }
    }
  }

  private static long next(BufferedReader lines) throws Exception {
    String line = lines.readLine();
    while (!line.startsWith("data: ")) {
      line = lines.readLine();
    }
    return Long.parseLong(line.substring("data: ".length()));
  }

  private void write(String name, String text) throws Exception {
    Files.writeString(site.resolve(name), text);
  }

  private HttpResponse<byte[]> get(DevloveProcess devlove, String path, String... fields)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(devlove.url() + path));
    if (fields.length > 0) {
      request.headers(fields);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  /** When all requests have ended: that is noted after the last byte. */
  private List<Map<?, ?>> visits(DevloveProcess devlove) throws Exception {
    List<Map<?, ?>> visits;
    do {
      byte[] json = get(devlove, "/__margay/visits.json").body();
      visits = HarFacts.list(Json.read(new String(json, StandardCharsets.UTF_8)), "visits");
    } while (visits.stream()
        .flatMap(visit -> HarFacts.list(visit, "requests").stream())
        .anyMatch(request -> !request.containsKey("ended")));
    return visits;
  }

  private static List<String> warnings(Map<?, ?> visit) {
    return HarFacts.list(visit, "warnings").stream()
        .map(one -> one.get("kind") + " " + one.get("file") + ":" + one.get("line"))
        .toList();
  }
}
