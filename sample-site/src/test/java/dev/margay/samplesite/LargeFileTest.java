package dev.margay.samplesite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file much larger than the heap, sparse on disk. The long campaign: {@code mvn test -pl
 * sample-site -am -Dtest=LargeFileTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dmargay.large-file=5368709120}.
 */
class LargeFileTest {
  private static final long SIZE = Long.getLong("margay.large-file", 300L << 20);
  private static final long MARK_AT = SIZE - 1_000_000;
  private static final byte[] MARK = "here".getBytes(StandardCharsets.US_ASCII);
  private static final long MEBIBYTE = 1 << 20;
  private static final long MOST_MEMORY = 400 * MEBIBYTE;
  private static final Duration HASHING = Duration.ofMinutes(5);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir private Path temporary;

  private HttpResponse<InputStream> get(URI server, String range) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve("/large.bin"));
    if (range != null) {
      request.header("Range", range);
    }
    return client.send(request.build(), BodyHandlers.ofInputStream());
  }

  @Test
  void itIsServedAndRangedInBoundedMemory() throws Exception {
    Path root = Files.createDirectories(temporary.resolve("site"));
    try (RandomAccessFile file = new RandomAccessFile(root.resolve("large.bin").toFile(), "rw")) {
      file.setLength(SIZE);
      file.seek(MARK_AT);
      file.write(MARK);
    }
    Files.setLastModifiedTime(
        root.resolve("large.bin"), FileTime.from(Instant.now().minusSeconds(60)));
    Thread.sleep(2_100); // its change time is to be quiet, too
    try (HostedProcess server = HostedProcess.serveAsLaunched(root)) {
      await().atMost(HASHING).until(() -> headHasTag(server.address()));
      assertWhole(server.address());
      assertRange(server.address());
      System.out.printf("%d bytes: %d MiB%n", SIZE, server.memory() / MEBIBYTE);
      assertThat(server.memory()).isLessThan(MOST_MEMORY);
    }
    try (LocalServer again = LocalServer.serve(root, root, "2GiB")) {
      assertThat(headHasTag(again.address())).as("its hash is remembered").isTrue();
      assertRange(again.address());
    }
  }

  private boolean headHasTag(URI server) throws Exception {
    HttpRequest head =
        HttpRequest.newBuilder(server.resolve("/large.bin"))
            .method("HEAD", HttpRequest.BodyPublishers.noBody())
            .build();
    HttpResponse<Void> response = client.send(head, BodyHandlers.discarding());
    assertThat(response.headers().firstValueAsLong("Content-Length")).hasValue(SIZE);
    return response.headers().firstValue("ETag").isPresent();
  }

  private void assertWhole(URI server) throws Exception {
    long read = 0;
    byte[] chunk = new byte[1 << 16];
    try (InputStream body = get(server, null).body()) {
      for (int n = body.read(chunk); n >= 0; n = body.read(chunk)) {
        read += n;
      }
    }
    assertThat(read).isEqualTo(SIZE);
  }

  private void assertRange(URI server) throws Exception {
    HttpResponse<InputStream> one =
        get(server, "bytes=" + MARK_AT + "-" + (MARK_AT + MARK.length - 1));
    assertThat(one.statusCode()).isEqualTo(206);
    assertThat(bytes(one)).isEqualTo(MARK);
    HttpResponse<InputStream> last = get(server, "bytes=-10");
    assertThat(last.headers().firstValue("Content-Range"))
        .contains("bytes " + (SIZE - 10) + "-" + (SIZE - 1) + "/" + SIZE);
    assertThat(bytes(last)).hasSize(10);
    HttpResponse<InputStream> parts = get(server, "bytes=0-1," + MARK_AT + "-" + (MARK_AT + 3));
    assertThat(new String(bytes(parts), StandardCharsets.ISO_8859_1)).contains("here");
    assertThat(get(server, "bytes=" + SIZE + "-").statusCode()).isEqualTo(416);
  }

  private static byte[] bytes(HttpResponse<InputStream> response) throws IOException {
    try (InputStream body = response.body()) {
      return body.readAllBytes();
    }
  }
}
