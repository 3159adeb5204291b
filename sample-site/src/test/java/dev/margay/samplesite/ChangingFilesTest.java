package dev.margay.samplesite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that change while they are served: no response is ever of two versions. */
class ChangingFilesTest {
  private static final String[] CODINGS = {"br", "zstd", "gzip", "identity"};
  private static final long WRITING_MILLIS = Long.getLong("margay.writing", 2500);
  private static final int CLIENTS = 6;

  @TempDir static Path folder;
  private static Path site;
  private static ServerProcess server;
  private static HttpClient client;

  @BeforeAll
  static void start() throws IOException {
    site = Files.createDirectory(folder.resolve("site"));
    server = ServerProcess.start(site, folder, "--access-log", "off");
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** How a file is given a new version. */
  enum Way {
    TRUNCATED,
    WRITTEN_OVER,
    RENAMED_OVER;

    void write(Path file, byte[] bytes) throws IOException {
      switch (this) {
        case TRUNCATED -> Files.write(file, bytes);
        case WRITTEN_OVER -> {
          try (RandomAccessFile over = new RandomAccessFile(file.toFile(), "rw")) {
            over.write(bytes);
            over.setLength(bytes.length);
          }
        }
        case RENAMED_OVER -> {
          Path next = file.resolveSibling("." + file.getFileName() + ".next");
          Files.write(next, bytes);
          Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "300, TRUNCATED",
    "300, RENAMED_OVER",
    "102400, WRITTEN_OVER",
    "3145728, TRUNCATED",
    "3145728, WRITTEN_OVER",
    "3145728, RENAMED_OVER"
  })
  void everyResponseIsWhatItsTagSays(int size, Way way) throws Exception {
    Path file = site.resolve("f" + size + way + ".js");
    way.write(file, Proof.version(0, size));
    Map<String, byte[]> known = new ConcurrentHashMap<>();
    AtomicBoolean going = new AtomicBoolean(true);
    AtomicInteger complete = new AtomicInteger();
    AtomicInteger reset = new AtomicInteger();
    AtomicInteger torn = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    List<Future<?>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Random random = new Random(i);
      clients.add(
          threads.submit(
              () -> {
                while (going.get()) {
                  ask(file, random, known, complete, reset, torn);
                }
                return null;
              }));
    }
    int last = 0;
    long end = System.nanoTime() + WRITING_MILLIS * 1_000_000;
    Random pace = new Random(9);
    while (System.nanoTime() < end) {
      way.write(file, Proof.version(++last, size));
      if (pace.nextInt(4) > 0) {
        Thread.sleep(pace.nextInt(way == Way.RENAMED_OVER ? 3 : 60));
      }
    }
    int written = last;
    long stopped = System.nanoTime();
    AtomicLong oldest = new AtomicLong();
    Awaitility.await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> settled(file, written, stopped, oldest));
    Instant still = Instant.now().plusMillis(1000);
    while (Instant.now().isBefore(still)) {
      assertThat(settled(file, written, stopped, oldest)).isTrue();
    }
    going.set(false);
    for (Future<?> one : clients) {
      one.get();
    }
    threads.shutdown();
    assertThat(complete.get()).isPositive();
    if (way == Way.RENAMED_OVER) {
      assertThat(torn.get()).isZero();
    }
    assertThat(server.errors()).doesNotContain("\tat ");
    System.out.println(
        Map.of(
            "case", size + " " + way,
            "versions", "" + written,
            "complete", "" + complete,
            "reset", "" + reset,
            "torn sources", "" + torn,
            "last old answer, ms after the writer", "" + oldest.get() / 1_000_000));
  }

  /** Whether each coding now gives the last version; notes when an older one was asked for last. */
  private boolean settled(Path file, int last, long stopped, AtomicLong oldest) throws Exception {
    boolean all = true;
    for (String coding : CODINGS) {
      long asked = System.nanoTime() - stopped;
      HttpResponse<byte[]> response;
      try {
        response = get(file, "Accept-Encoding", coding);
      } catch (IOException e) {
        return false;
      }
      boolean now =
          response.statusCode() == 200
              && response.headers().firstValue("etag").isPresent()
              && Proof.number(Proof.check(response.headers(), response.body())) == last;
      if (!now) {
        oldest.accumulateAndGet(asked, Math::max);
        all = false;
      }
    }
    return all;
  }

  private static void ask(
      Path file,
      Random random,
      Map<String, byte[]> known,
      AtomicInteger complete,
      AtomicInteger reset,
      AtomicInteger torn)
      throws InterruptedException {
    String coding = CODINGS[random.nextInt(CODINGS.length)];
    List<String> fields = new ArrayList<>(List.of("Accept-Encoding", coding));
    Map.Entry<String, byte[]> earlier =
        known.entrySet().stream().skip(random.nextInt(3)).findFirst().orElse(null);
    int first = random.nextInt(100);
    int last = first + random.nextInt(190);
    if (earlier != null && random.nextBoolean() && earlier.getValue().length > last) {
      fields.addAll(List.of("Range", "bytes=" + first + "-" + last, "If-Range", earlier.getKey()));
    }
    try {
      HttpResponse<byte[]> response = get(file, fields.toArray(String[]::new));
      if (response.statusCode() == 206) {
        assertThat(response.headers().firstValue("etag")).contains(earlier.getKey());
        byte[] whole = earlier.getValue();
        assertThat(response.body()).isEqualTo(Arrays.copyOfRange(whole, first, last + 1));
      } else if (response.statusCode() == 200
          && response.headers().firstValue("etag").isPresent()) {
        byte[] plain = Proof.check(response.headers(), response.body());
        torn.addAndGet(Proof.isWhole(plain) ? 0 : 1);
        known.keySet().stream().skip(8).findFirst().ifPresent(known::remove);
        known.put(response.headers().firstValue("etag").orElseThrow(), response.body());
      } else {
        assertThat(response.statusCode()).isIn(200, 503);
      }
      complete.incrementAndGet();
    } catch (IOException e) {
      reset.incrementAndGet();
    }
  }

  private static HttpResponse<byte[]> get(Path file, String... fields)
      throws IOException, InterruptedException {
    return get("/" + file.getFileName(), fields);
  }

  private static HttpResponse<byte[]> get(String path, String... fields)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path));
    if (fields.length > 0) {
      request.headers(fields);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static void becomes(String path, int status, byte[] content) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              HttpResponse<byte[]> response = get(path);
              assertThat(response.statusCode()).isEqualTo(status);
              if (content != null) {
                assertThat(response.body()).isEqualTo(content);
              }
            });
  }

  @ParameterizedTest
  @CsvSource({"1000", "3000000"})
  void aFileThatTurnsIntoSomethingElseIsThatFromThenOn(int size) throws Exception {
    Path file = site.resolve("turning" + size + ".txt");
    String path = "/" + file.getFileName();
    byte[] content = Proof.version(1, size);
    Files.write(file, content);
    becomes(path, 200, content);
    Files.delete(file);
    Files.createDirectory(file);
    assertThat(get(path).statusCode()).isIn(200, 308, 404);
    becomes(path, 308, null);
    Files.delete(file);
    becomes(path, 404, null);
    Path secret = Files.writeString(folder.resolve("secret" + size), "secret");
    Files.createSymbolicLink(file, secret);
    becomes(path, 404, null);
    Files.delete(file);
    Files.write(file, new byte[0]);
    becomes(path, 200, new byte[0]);
    for (int grown : new int[] {3 << 20, 1 << 20, (2 << 20) + 1, 2 << 20}) {
      Files.write(file, Proof.version(grown, grown));
      becomes(path, 200, Proof.version(grown, grown));
    }
    assertThat(server.errors()).doesNotContain("ERROR").doesNotContain("\tat ");
  }

  @Test
  void newContentIsSeenWhateverItsTimeSays() throws Exception {
    Path file = site.resolve("times.css");
    Files.write(file, Proof.version(0, 3000));
    becomes("/times.css", 200, Proof.version(0, 3000));
    Instant now = Instant.now();
    Instant[] times = {
      now.minusSeconds(86_400), now.plusSeconds(86_400), Instant.parse("1985-01-01T00:00:00Z")
    };
    for (int i = 0; i < times.length; i++) {
      Files.write(file, Proof.version(i + 1, 3000));
      Files.setLastModifiedTime(file, FileTime.from(times[i]));
      becomes("/times.css", 200, Proof.version(i + 1, 3000));
    }
  }

  @Test
  void notFoundPagesComeAndGo() throws Exception {
    Path docs = Files.createDirectories(site.resolve("docs"));
    becomes("/docs/none", 404, null);
    Files.writeString(docs.resolve("404.html"), "not in the docs");
    becomes("/docs/none", 404, "not in the docs".getBytes(StandardCharsets.US_ASCII));
    Files.delete(docs.resolve("404.html"));
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(new String(get("/docs/none").body(), StandardCharsets.US_ASCII))
                    .startsWith("404 "));
  }

  @Test
  void aRootThatIsALinkMayBeSwitched() throws Exception {
    Path releases = Files.createDirectory(folder.resolve("releases"));
    for (int i = 0; i < 3; i++) {
      Path release = Files.createDirectory(releases.resolve("" + i));
      Files.write(release.resolve("a.js"), Proof.version(i, 5000));
    }
    Path current = Files.createSymbolicLink(releases.resolve("current"), releases.resolve("0"));
    try (ServerProcess deployed = ServerProcess.start(current, releases, "--access-log", "off")) {
      for (int i = 0; i < 3; i++) {
        Path next = Files.createSymbolicLink(releases.resolve("next"), releases.resolve("" + i));
        Files.move(next, current, StandardCopyOption.ATOMIC_MOVE);
        byte[] content = Proof.version(i, 5000);
        HttpRequest request = HttpRequest.newBuilder(deployed.uri("/a.js")).build();
        Awaitility.await()
            .until(
                () ->
                    Arrays.equals(
                        client.send(request, BodyHandlers.ofByteArray()).body(), content));
      }
    }
  }
}
