package dev.margay.samplesite;

import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.github.luben.zstd.ZstdInputStream;
import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.key.EntityTag;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * A 200 whose bytes were held against its entity tag: the tag names the bytes sent, and what they
 * decode to.
 *
 * @param tag null where the server promised nothing (a file that it has not read yet)
 */
@SuppressWarnings("ArrayRecordComponent") // compared by same(), never by equals
record ProvenAnswer(EntityTag tag, ContentCoding coding, byte[] sent, byte[] plain) {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(20))
          .build();
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  static {
    Brotli4jLoader.ensureAvailability();
  }

  /**
   * Asks, and proves what comes.
   *
   * @throws IOException if no whole answer came
   */
  static ProvenAnswer get(URI server, String path, String acceptEncoding)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(PATIENCE)
            .header("Accept-Encoding", acceptEncoding)
            .build();
    return prove(CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray()));
  }

  private static ProvenAnswer prove(HttpResponse<byte[]> response) throws IOException {
    assertThat(response.statusCode()).as("%s", response.uri()).isEqualTo(200);
    byte[] sent = response.body();
    ContentCoding coding =
        response
            .headers()
            .firstValue("Content-Encoding")
            .flatMap(ContentCoding::named)
            .orElse(ContentCoding.IDENTITY);
    byte[] plain = decode(coding, sent);
    String field = response.headers().firstValue("ETag").orElse(null);
    if (field == null) {
      assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
      return new ProvenAnswer(null, coding, sent, plain);
    }
    EntityTag tag = EntityTag.parse(field).orElseThrow();
    EntityTag proven = EntityTag.of(ContentHash.of(plain), coding, ContentHash.of(sent));
    assertThat(tag).as("the tag of %s", response.uri()).isEqualTo(proven);
    return new ProvenAnswer(tag, coding, sent, plain);
  }

  private static byte[] decode(ContentCoding coding, byte[] sent) throws IOException {
    InputStream bytes = new ByteArrayInputStream(sent);
    try (InputStream plain =
        switch (coding) {
          case BR -> new BrotliInputStream(bytes);
          case ZSTD -> new ZstdInputStream(bytes);
          case GZIP -> new GZIPInputStream(bytes);
          case IDENTITY -> bytes;
        }) {
      return plain.readAllBytes();
    }
  }

  /** Whether both are the same in every byte. */
  boolean same(ProvenAnswer other) {
    return coding == other.coding && Arrays.equals(sent, other.sent);
  }
}
