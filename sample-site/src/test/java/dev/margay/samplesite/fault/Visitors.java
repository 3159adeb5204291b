package dev.margay.samplesite.fault;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;

/**
 * Those who ask a server for a path, and look at every byte they get. Over HTTP/1.1 those who ask
 * at the same time have a connection each. Equal bodies are decoded once.
 */
public final class Visitors {
  /** What a visitor got. */
  public record Answer(int status, String coding, boolean tagged, String contentHash) {}

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, String> decoded = new ConcurrentHashMap<>();

  /** Another visitor asks; completes exceptionally if the connection fails. */
  public CompletableFuture<Answer> ask(int port, String path, String coding) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Accept-Encoding", coding)
            .timeout(Duration.ofSeconds(60))
            .build();
    return client
        .sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
        .thenApply(
            response -> {
              String used = response.headers().firstValue("Content-Encoding").orElse("identity");
              return new Answer(
                  response.statusCode(),
                  used,
                  response.headers().firstValue("ETag").isPresent(),
                  contentHash(used, response.body()));
            });
  }

  private String contentHash(String coding, byte[] body) {
    return decoded.computeIfAbsent(
        coding + hash(body),
        name -> {
          try (InputStream plain = decoder(coding, body)) {
            return hash(plain.readAllBytes());
          } catch (IOException e) {
            return "undecodable: " + e;
          }
        });
  }

  private static InputStream decoder(String coding, byte[] body) throws IOException {
    InputStream bytes = new ByteArrayInputStream(body);
    return switch (coding) {
      case "br" -> {
        Brotli4jLoader.ensureAvailability();
        yield new BrotliInputStream(bytes);
      }
      case "zstd" -> new ZstdInputStream(bytes);
      case "gzip" -> new GZIPInputStream(bytes);
      default -> bytes;
    };
  }

  /** SHA-256 in hexadecimal. */
  public static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
