package dev.margay.devtools.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A client that looks at what it gets. It trusts the benchmark's certificate and no other. */
final class Visitor {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int CONNECT_MILLIS = 1000;

  private final SSLContext tls;
  private final HttpClient client;

  /** With the certificate that {@code pem} begins with. */
  Visitor(String pem) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "bench",
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(pem.getBytes(US_ASCII))));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      tls = SSLContext.getInstance("TLS");
      tls.init(null, trust.getTrustManagers(), null);
    } catch (GeneralSecurityException e) {
      throw new IOException("the benchmark's certificate cannot be trusted", e);
    }
    client = HttpClient.newBuilder().sslContext(tls).connectTimeout(PATIENCE).build();
  }

  /** What {@code server} sends for {@code path}, over TLS where it has that, in {@code coding}. */
  HttpResponse<byte[]> get(RunningServer server, String path, String coding)
      throws IOException, InterruptedException {
    boolean clear = !server.speaks(Protocol.H2);
    int port = server.ports().get(clear ? Protocol.H2C : Protocol.H2);
    URI uri = URI.create("%s://localhost:%d%s".formatted(clear ? "http" : "https", port, path));
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .version(clear ? HttpClient.Version.HTTP_1_1 : HttpClient.Version.HTTP_2)
            .header("Accept-Encoding", coding)
            .timeout(PATIENCE)
            .build();
    HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
    server.sent(1);
    return response;
  }

  /** The content of a response, decoded. */
  static byte[] content(HttpResponse<byte[]> response) throws IOException {
    if (!response.headers().firstValue("content-encoding").orElse("").equals("gzip")) {
      return response.body();
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
      return in.readAllBytes();
    }
  }

  /**
   * Whether the first byte of a 200 came from a server that may not have started yet, over TLS and
   * HTTP/1.1, which needs the fewest steps.
   */
  boolean firstByte(int port, String path) {
    try (Socket socket = new Socket()) {
      socket.setTcpNoDelay(true); // or the request waits 40 ms for the handshake's acknowledgement
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      try (SSLSocket secure =
          (SSLSocket) tls.getSocketFactory().createSocket(socket, "localhost", port, true)) {
        secure.setSoTimeout((int) PATIENCE.toMillis());
        String request = "GET %s HTTP/1.1\r\nHost: localhost:%d\r\n\r\n".formatted(path, port);
        secure.getOutputStream().write(request.getBytes(US_ASCII));
        byte[] status = secure.getInputStream().readNBytes("HTTP/1.1 200".length());
        secure.getSession().invalidate(); // the next visit is a stranger's too
        return new String(status, US_ASCII).equals("HTTP/1.1 200");
      }
    } catch (IOException notYet) {
      return false;
    }
  }
}
