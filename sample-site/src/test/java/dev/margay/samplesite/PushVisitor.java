package dev.margay.samplesite;

import dev.margay.server.visitor.CacheDigest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A client that takes HTTP/2 pushes, on one connection of its own, with the cookies that it is
 * given and those that it got since.
 */
final class PushVisitor {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final AheadServer server;
  private final HttpClient client;
  private final Map<String, String> cookies = new TreeMap<>();

  /** A page with what was pushed for it, by target. */
  record Visit(HttpResponse<byte[]> page, Map<String, HttpResponse<byte[]>> pushed) {
    List<String> targets() {
      return pushed.keySet().stream().sorted().toList();
    }
  }

  PushVisitor(AheadServer server, HttpClient.Version version) {
    this.server = server;
    this.client = HttpClient.newBuilder().version(version).sslContext(server.trust()).build();
  }

  PushVisitor(AheadServer server) {
    this(server, HttpClient.Version.HTTP_2);
  }

  /** Presents this cookie from now on. */
  PushVisitor with(String name, String value) {
    cookies.put(name, value);
    return this;
  }

  /** The value of a cookie that it has; null if it has none of that name. */
  String cookie(String name) {
    return cookies.get(name);
  }

  Visit visit(String target, String... fields) throws Exception {
    Map<String, CompletableFuture<HttpResponse<byte[]>>> pushes = new ConcurrentHashMap<>();
    List<String> twice = new ArrayList<>();
    HttpResponse<byte[]> page =
        client
            .sendAsync(
                request(target, fields),
                BodyHandlers.ofByteArray(),
                (first, promised, accept) -> {
                  CompletableFuture<HttpResponse<byte[]>> body =
                      accept.apply(BodyHandlers.ofByteArray());
                  if (pushes.put(promised.uri().getRawPath() + query(promised.uri()), body)
                      != null) {
                    twice.add(promised.uri().toString());
                  }
                })
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    keep(page);
    Map<String, HttpResponse<byte[]>> pushed = new TreeMap<>();
    for (var push : pushes.entrySet()) {
      HttpResponse<byte[]> response = push.getValue().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      keepPushed(response);
      pushed.put(push.getKey(), response);
    }
    if (!twice.isEmpty()) {
      throw new AssertionError("pushed twice: " + twice);
    }
    return new Visit(page, pushed);
  }

  /** Visits a page and resets every push. */
  void refuse(String target) throws Exception {
    client
        .sendAsync(request(target), BodyHandlers.ofByteArray(), (first, promised, accept) -> {})
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static String query(URI uri) {
    return uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
  }

  private HttpRequest request(String target, String... fields) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.origin().resolve(target));
    request.timeout(PATIENCE).header("accept-encoding", "br");
    if (!cookies.isEmpty()) {
      List<String> pairs = new ArrayList<>();
      cookies.forEach((name, value) -> pairs.add(name + "=" + value));
      request.header("cookie", String.join("; ", pairs));
    }
    for (int i = 0; i < fields.length; i += 2) {
      request.setHeader(fields[i], fields[i + 1]);
    }
    return request.build();
  }

  private void keep(HttpResponse<byte[]> response) {
    for (String line : response.headers().allValues("set-cookie")) {
      cookies.put(name(line), value(line));
    }
  }

  /** Pushed responses arrive in any order here; the digest that knows most is the newest. */
  private void keepPushed(HttpResponse<byte[]> response) {
    for (String line : response.headers().allValues("set-cookie")) {
      if (size(value(line)) > size(cookies.getOrDefault(name(line), ""))) {
        cookies.put(name(line), value(line));
      }
    }
  }

  private static int size(String digest) {
    return CacheDigest.decode(digest).map(CacheDigest::size).orElse(0);
  }

  private static String name(String setCookie) {
    return setCookie.substring(0, setCookie.indexOf('='));
  }

  private static String value(String setCookie) {
    return setCookie.substring(setCookie.indexOf('=') + 1, setCookie.indexOf(';'));
  }
}
