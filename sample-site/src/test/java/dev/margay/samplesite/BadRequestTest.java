package dev.margay.samplesite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.samplesite.RawConnection.Answer;
import dev.margay.server.config.Setting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a client sends: the right status, nothing disclosed, nobody alarmed, the next visitor
 * served, and one line of JSON in the access log.
 */
@Isolated("it looks at all that the process logs")
class BadRequestTest {
  private static final String PAGE = "<h1>A page</h1>\n";
  private static final int NEARLY_ALL = 60_000;

  @TempDir private Path folder;
  @TempDir private Path workingDir;
  private final ServerComplaints complaints = new ServerComplaints();
  private ServedSite site;

  @BeforeEach
  void serve() throws Exception {
    Files.writeString(folder.resolve("index.html"), PAGE);
    Files.writeString(folder.resolve("about.html"), "about");
    Files.writeString(folder.resolve("100%2e.txt"), "a percent sign");
    Files.writeString(folder.resolve("big.js"), "a".repeat(20_000));
    Files.createDirectory(folder.resolve("dir"));
    Files.writeString(folder.resolve("dir/index.html"), "dir");
    Files.writeString(workingDir.resolve("secret.txt"), "secret");
    site = ServedSite.cleartext(folder, workingDir);
  }

  @AfterEach
  void nobodyWasAlarmed() {
    site.close();
    complaints.close();
    assertThat(complaints.list()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../secret.txt",
        "/../../etc/passwd",
        "/%2e%2e/secret.txt",
        "/%2E%2E/%2e%2e/etc/passwd",
        "/.%2e/secret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/%e0%80%ae%e0%80%ae/secret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/dir/../../secret.txt",
        "/dir/..",
        "/dir/.",
        "/./about",
        "/dir/../about",
        "/..;/secret.txt",
        "/;/../secret.txt",
        "//evil.example/..",
        "/%2f%2fevil.example",
        "/\\evil.example",
        "/about%00.html",
        "/about%0d%0aX-Evil:1",
        "/%",
        "/%2",
        "/%zz",
        "/%u002e",
        "/%ff%fe",
        "/%ed%a0%80",
        "/\u00ff\u00fe",
        "/\u00c3\u00a9",
        "/about#fragment",
        "/a|b",
        "/<script>",
        "http://evil.example/about",
        "http:///about",
        "http://user:password@localhost/about",
        "file:///etc/passwd",
        "about",
        "*",
        "/a b",
      })
  void malformedOrRefusedTargetIs400(String target) throws IOException {
    assertRefused(site.get(target), 400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%252e%252e/secret.txt",
        "/%252e%252e%252fsecret.txt",
        "/about;x=1",
        "/dir;x=1/",
        "/about.html/",
        "/about.html/x",
        "/:80/",
        "/@evil.example/",
        "/%E2%80%A8",
        "/C:/about.html",
        "/about.html::$DATA",
        "/ABOUT",
      })
  void nameThatNoFileHasIs404(String target) throws IOException {
    assertRefused(site.get(target), 404);
  }

  @Test
  void percentSignIsDecodedOnce() throws IOException {
    assertThat(site.get("/100%252e.txt").body()).isEqualTo("a percent sign");
    assertThat(site.get("/100%2e.txt").status()).isEqualTo(404);
    assertThat(site.get("/%61bout").body()).isEqualTo("about");
  }

  @Test
  void absoluteTargetOfThisHostIsServed() throws IOException {
    assertThat(site.get("http://localhost/about").body()).isEqualTo("about");
  }

  @Test
  void longPathsAreMissingOrTooLong() throws IOException {
    assertRefused(site.get("/" + "n".repeat(256)), 404);
    assertRefused(site.get("/" + "n".repeat(9_000)), 404);
    assertRefused(site.get("/n".repeat(4_000)), 404);
    assertRefused(site.get("/" + "%61".repeat(3_000)), 404);
    assertRefused(site.get("/" + "n".repeat(70_000)), 414);
    assertRefused(site.get("/?" + "q".repeat(70_000)), 414);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "TRACE", "PATCH", "PURGE", "BAN", "get", "FOO"})
  void otherMethodsAre405(String method) throws IOException {
    Answer answer = site.ask(ServedSite.request(method, "/about"));
    assertRefused(answer, 405);
    assertThat(answer.field("Allow")).contains("GET, HEAD, OPTIONS");
    assertThat(site.ask(ServedSite.request(method, "/missing"))).isEqualTo(answer);
  }

  @Test
  void methodThatIsNoneIs400() throws IOException {
    assertRefused(site.ask(ServedSite.request("CONNECT", "/about")), 400);
    assertRefused(site.ask(ServedSite.request("CONNECT", "localhost:22")), 400);
    assertRefused(site.ask(ServedSite.request("GE\0T", "/about")), 400);
    assertRefused(site.ask(ServedSite.request("GET(", "/about")), 400);
    assertRefused(site.ask(ServedSite.request("M".repeat(2_048), "/about")), 405);
  }

  @Test
  void traceEchoesNothing() throws IOException {
    Answer answer = site.ask(ServedSite.request("TRACE", "/", "Cookie: secret"));
    assertThat(answer.body()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Range: bytes=",
        "Range: bytes=a-b",
        "Range: bytes=5-2",
        "Range: bytes 0-1",
        "Range: octets=0-1",
        "Range: bytes=0-1,a",
        "Range: bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14,16-16",
        "Range: bytes=0-1\r\nRange: bytes=4-5\r\nRange: x",
        "If-Range: garbage\r\nRange: bytes=0-1",
        "If-Range: Sun, 06 Nov 1994 08:49:37 GMT\r\nRange: bytes=0-1",
        "Accept-Encoding: gzip;q=2",
        "Accept-Encoding: gzip;q=-1, ;;;, =, gzip;q=1;q=0",
        "Accept-Encoding: ,,,,",
        "If-None-Match: \"",
        "If-None-Match: W/\", garbage, \"\"",
        "If-None-Match: *, \"a\"",
        "If-Modified-Since: yesterday",
        "If-Modified-Since: Thu, 99 Foo 2020 00:00:00 GMT",
        "If-Unmodified-Since: yesterday",
      })
  void malformedConditionIsIgnored(String fields) throws IOException {
    Answer answer = site.get("/big.js", fields);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).hasSize(20_000);
  }

  @Test
  void hugeConditionsAreReadInLinearTime() throws IOException {
    for (String name :
        List.of("Range", "Accept-Encoding", "If-None-Match", "If-Modified-Since", "If-Range")) {
      for (String part : List.of("x", "\"", ",", "bytes=0-0,", "gzip;q=0.", "W/\"", "\"a\", ")) {
        String value = part.repeat(NEARLY_ALL / part.length());
        assertThat(site.get("/big.js", name + ": " + value).status())
            .as("%s: %s...", name, part)
            .isEqualTo(200);
      }
    }
    String tags = "\"abc\",".repeat(NEARLY_ALL / 6);
    assertRefused(site.get("/big.js", "If-Match: " + tags), 412);
  }

  @Test
  void numbersBeyondALongAreOffsetsBeyondTheFile() throws IOException {
    String huge = "9".repeat(40);
    assertRefused(site.get("/big.js", "Range: bytes=" + huge + "-"), 416);
    assertThat(site.get("/big.js", "Range: bytes=0-" + huge).status()).isEqualTo(206);
    assertThat(site.get("/big.js", "Range: bytes=-" + huge).status()).isEqualTo(206);
    assertRefused(site.get("/big.js", "Range: bytes=-0"), 416);
  }

  @Test
  void tooManyOrTooLongFieldsAre431() throws IOException {
    assertRefused(site.get("/", "X-Long: " + "x".repeat(70_000)), 431);
    assertRefused(site.get("/", "X-Field: y\r\n".repeat(10_000) + "X-Last: y"), 431);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Host:",
        "Host: a\r\nHost: b",
        "Host: a\r\nHost: a",
        "Host: a b",
        "Host: a/b",
        "Host: a:99999",
        "Host: a:b",
        "Host: [::1",
        "Host: a@b",
        "Host: \u00ff",
        "Host: a,b",
        "Host: x?y",
        "Host: <script>",
        "Host: a\\b",
      })
  void hostThatIsNoneOrSeveralIs400(String lines) throws IOException {
    String host = lines.isEmpty() ? "" : lines + "\r\n";
    assertRefused(site.ask("GET / HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n"), 400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 6\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 6",
        "Content-Length: 6\r\nContent-Length: 5",
        "Content-Length: 5, 6",
        "Content-Length: +5",
        "Content-Length: -5",
        "Content-Length: 0x5",
        "Content-Length: 99999999999999999999",
        "Content-Length:",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding : chunked",
        "Content-Length : 5",
        "X: a\r\n folded: b",
        "X: a\rb",
        "X: a\0b",
        "no colon",
        ": no name",
      })
  void smuggledRequestIsNotAnswered(String fields) throws IOException {
    try (RawConnection connection = site.connect()) {
      connection.send("POST / HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n\r\n");
      connection.send("0\r\n\r\nGET /about HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertRefused(connection.answer(), 400);
      assertThat(connection.rest()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ZZ\r\nhello\r\n", "fffffffffffffffff\r\nhello", "-1\r\n\r\n"})
  void brokenChunkEndsTheConnection(String chunk) throws IOException {
    try (RawConnection connection = site.connect()) {
      connection.send(
          "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk);
      connection.send("GET /about HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(connection.answer().status()).isIn(400, 405);
      assertThat(connection.rest()).isEmpty();
    }
  }

  @Test
  void bodyOfARefusedMethodIsNotTakenForTheNextRequest() throws IOException {
    try (RawConnection connection = site.connect()) {
      String inner = "GET /about HTTP/1.1\r\nHost: localhost\r\n\r\n";
      // At once: for a body that is still on its way, the server need not wait (RFC 9112 §9.3).
      connection.send(
          "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
              + inner.length()
              + "\r\n\r\n"
              + inner
              + "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertRefused(connection.answer(), 405);
      assertThat(connection.answer().body()).isEqualTo(PAGE);
    }
  }

  @Test
  void connectionGoesOnAfterARefusal() throws IOException {
    try (RawConnection connection = site.connect()) {
      for (String target : List.of("/dir/..", "/missing", "/%252e")) {
        connection.send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(connection.answer().status()).isIn(400, 404);
      }
      connection.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(connection.answer().body()).isEqualTo(PAGE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /about\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\r\nfoo\r\n\r\n"})
  void whatIsNotHttp11IsRefusedAndClosed(String request) throws IOException {
    try (RawConnection connection = site.connect()) {
      connection.send(request);
      assertThat(connection.answer().status()).isIn(400, 505);
      assertThat(connection.closed()).isTrue();
    }
  }

  @Test
  void noisyBytesAreRefusedAndClosed() throws IOException {
    for (String noise :
        List.of("\0".repeat(500), "\u0016\u0003\u0001\u0002\0\u0001", "\u0080\r\n")) {
      try (RawConnection connection = site.connect()) {
        connection.send(noise + "\r\n\r\n");
        assertThat(connection.rest())
            .startsWith("HTTP/1.1 400 ")
            .doesNotContainIgnoringCase("jetty");
      }
    }
  }

  @Test
  void http2RefusesTheSamePaths() throws Exception {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    assertThat(status(client, "/")).isEqualTo(200);
    for (String path :
        List.of("/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/%00")) {
      assertThat(status(client, path)).as(path).isEqualTo(400);
    }
    assertThat(status(client, "/%252e%252e/secret.txt")).isEqualTo(404);
    assertThat(status(client, "/" + "n".repeat(9_000))).isEqualTo(404);
  }

  private int status(HttpClient client, String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://localhost:" + site.port() + path);
    HttpResponse<String> response =
        client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    return response.statusCode();
  }

  @Test
  void eachRequestHasOneLineOfJsonWhateverItHolds() throws IOException {
    String forged = "x\\\"},{\"status\":200,\"agent\":\"";
    site.get("/\"},{\"?a=\"}\\", "User-Agent: " + forged, "Referer: \"\\\u00e9\u0085");
    site.get("/missing?q=\"%0a{}", "User-Agent: " + forged);
    site.ask(ServedSite.request("M".repeat(100), "/"));
    site.get("/" + "n".repeat(70_000));
    site.ask("GET / HTTP/1.1\r\nHost: \"a\r\n\r\n");
    site.ask("garbage\u0007\r\n\r\n");
    site.get("/", "X-Forwarded-For: 1.2.3.4\",\"client\":\"");
    List<Map<?, ?>> lines = site.logAfterwards();
    assertThat(lines).hasSize(7);
    assertThat(lines).anySatisfy(line -> assertThat(line.get("agent")).isEqualTo(forged));
    assertThat(lines).allSatisfy(line -> assertThat(line.get("client")).isEqualTo("127.0.0.1"));
    assertThat(lines.stream().<Object>map(line -> line.get("status")).toList())
        .containsExactlyInAnyOrder(400, 404, 405, 414, 400, 400, 200);
  }

  @Test
  void forwardedAddressIsAnAddressOrNotBelieved() throws Exception {
    Map<Setting<?>, String> trusting = Map.of(Setting.TRUSTED_PROXIES, "127.0.0.0/8, 10.0.0.0/8");
    ServedSite behindProxy = ServedSite.cleartext(folder, workingDir, List.of(), trusting);
    behindProxy.get("/", "X-Forwarded-For: 6.6.6.6, 203.0.113.7, 10.1.1.1");
    behindProxy.get("/", "X-Forwarded-For: 1 - - [x] \"GET / HTTP/1.1\" 200, 10.1.1.1");
    behindProxy.get("/", "X-Forwarded-For: x");
    behindProxy.get("/", "X-Forwarded-For: 10.2.2.2, 10.1.1.1");
    assertThat(behindProxy.logAfterwards().stream().<Object>map(line -> line.get("client")))
        .containsExactlyInAnyOrder("203.0.113.7", "10.1.1.1", "127.0.0.1", "10.2.2.2");
  }

  private static void assertRefused(Answer answer, int status) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).isNotEmpty().hasSizeLessThan(64).startsWith(status + " ");
    assertThat(answer.fields().toString() + answer.body())
        .doesNotContainIgnoringCase("jetty")
        .doesNotContainIgnoringCase("margay")
        .doesNotContainIgnoringCase("exception")
        .doesNotContain("secret", "/tmp", "/root", "Server:");
    assertThat(answer.field("X-Content-Type-Options")).contains("nosniff");
  }
}
