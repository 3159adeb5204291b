package dev.margay.samplesite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** A client that sends just the fields it is told to, and decodes nothing. */
final class Browser {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client;
  private final URI origin;

  private Browser(HttpClient client, URI origin) {
    this.client = client;
    this.origin = origin;
  }

  /** HTTP/2 over TLS. */
  static Browser overTls(URI origin, SSLContext trust) {
    HttpClient client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).sslContext(trust).build();
    return new Browser(client, origin);
  }

  /** HTTP/1.1 in the clear. */
  static Browser overCleartext(URI origin) {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    return new Browser(client, origin);
  }

  /** A GET with these fields: name, value, name, value. */
  Answer get(String target, String... fields) {
    return send("GET", target, fields);
  }

  Answer head(String target, String... fields) {
    return send("HEAD", target, fields);
  }

  private Answer send(String method, String target, String... fields) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(origin.resolve(target))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(PATIENCE);
    if (fields.length > 0) {
      request.headers(fields);
    }
    try {
      return new Answer(client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(target + " was not answered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What came back. */
  record Answer(HttpResponse<byte[]> response) {
    int status() {
      return response.statusCode();
    }

    byte[] body() {
      return response.body();
    }

    HttpClient.Version version() {
      return response.version();
    }

    /** The field's only value, or null; several lines of one field are a mistake. */
    String field(String name) {
      if (response.headers().allValues(name).size() > 1) {
        throw new AssertionError("several lines of " + name + " for " + response.uri());
      }
      return optional(name).orElse(null);
    }

    /** Like {@link #field}; without the {@code private} of a response that sets a cookie. */
    String lasting(String name) {
      String value = field(name);
      boolean cookie = optional("set-cookie").isPresent();
      return value != null && cookie && name.equals("cache-control")
          ? value.replace(", private", "")
          : value;
    }

    private Optional<String> optional(String name) {
      return response.headers().firstValue(name);
    }

    String coding() {
      return optional("content-encoding").orElse("identity");
    }

    String tag() {
      return field("etag");
    }
  }
}
