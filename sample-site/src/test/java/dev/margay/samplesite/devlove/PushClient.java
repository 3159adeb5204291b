package dev.margay.samplesite.devlove;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A client that accepts pushes over TLS: the JDK's. */
final class PushClient {
  private final HttpClient client;

  private PushClient(HttpClient client) {
    this.client = client;
  }

  static PushClient trusting(Path authority) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (var in = Files.newInputStream(authority)) {
      store.setCertificateEntry(
          "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return new PushClient(
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).sslContext(context).build());
  }

  /** Visits a page and says which paths were pushed with it, when all has come. */
  List<String> visit(String url) throws Exception {
    ConcurrentMap<HttpRequest, CompletableFuture<HttpResponse<byte[]>>> pushes =
        new ConcurrentHashMap<>();
    client
        .sendAsync(
            HttpRequest.newBuilder(URI.create(url)).build(),
            BodyHandlers.ofByteArray(),
            PushPromiseHandler.of(request -> BodyHandlers.ofByteArray(), pushes))
        .get(60, TimeUnit.SECONDS);
    for (CompletableFuture<?> push : pushes.values()) {
      push.get(60, TimeUnit.SECONDS);
    }
    return pushes.keySet().stream().map(request -> request.uri().getPath()).toList();
  }
}
