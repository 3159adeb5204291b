package dev.margay.samplesite.devlove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is given devlove's own pages, and who finds nothing there. */
class OwnPagesTest {
  private static final int ATTEMPTS = 60;
  private static final String[] OWN = {
    "/__margay/reload.js",
    "/__margay/events",
    "/__margay/",
    "/__margay/visits.css",
    "/__margay/visits.js",
    "/__margay/visits.json",
    "/__margay/visits.har",
    "/__margay/visits/events"
  };

  @TempDir Path home;

  @Test
  void onlyThePagesOfTheSiteFindThem() throws Exception {
    Path site = Files.createDirectories(home.resolve("site"));
    try (DevloveProcess devlove = DevloveProcess.start(site, home, "--cleartext")) {
      InetAddress here = InetAddress.getLoopbackAddress();
      int port = devlove.port();
      for (String own : OWN) {
        assertThat(get(here, port, own, "localhost", "Sec-Fetch-Site: same-origin"))
            .startsWith("HTTP/1.1 200");
        String missing = get(here, port, "/missing", "localhost");
        assertThat(missing).startsWith("HTTP/1.1 404");
        for (String field :
            new String[] {
              "Sec-Fetch-Site: cross-site",
              "Sec-Fetch-Site: same-site",
              "Sec-Fetch-Site: none",
              "Origin: http://evil.example"
            }) {
          assertThat(get(here, port, own, "localhost", field)).as(field).isEqualTo(missing);
        }
        assertThat(get(here, port, own, "rebinding.example", "Sec-Fetch-Site: same-origin"))
            .isEqualTo(missing);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--max-age=5", "--sim-latency=1ms"})
  void anotherMachineFindsNothingEvenBehindASlowLink(String flag) throws Exception {
    Optional<InetAddress> outside = addressThatIsNotLoopback();
    assumeTrue(outside.isPresent(), "this machine has only loopback");
    Path site = Files.createDirectories(home.resolve("site"));
    try (DevloveProcess devlove =
        DevloveProcess.start(site, home, "--listen", "0.0.0.0:0", "--cleartext", flag)) {
      int port = devlove.port();
      String missing = get(outside.get(), port, "/missing", "localhost");
      InetAddress here = InetAddress.getLoopbackAddress();
      for (String own : OWN) {
        assertThat(get(outside.get(), port, own, "localhost", "Sec-Fetch-Site: same-origin"))
            .isEqualTo(missing);
        assertThat(get(here, port, own, "localhost")).startsWith("HTTP/1.1 200");
      }
    }
  }

  @Test
  void whoeverComesBackIsToldWhatChangedMeanwhile() throws Exception {
    Path site = Files.createDirectories(home.resolve("site"));
    try (DevloveProcess devlove = DevloveProcess.start(site, home, "--cleartext")) {
      int port = devlove.port();
      String first = listen(port, "data:", "");
      String id = first.replaceAll("(?s).*id: (\\S+).*", "$1");
      String told = "";
      String paths = "\"paths\":[\"/new.css\"]";
      // The watch may begin a moment after the listener.
      for (int i = 0; i < ATTEMPTS && !told.contains(paths); i++) {
        Files.writeString(site.resolve("new.css"), "p {}" + System.nanoTime());
        told = listen(port, paths, "Last-Event-ID: " + id + "\r\n");
      }
      assertThat(told).contains("event: change").contains(paths);
      assertThat(listen(port, "event: gap", "Last-Event-ID: another.7\r\n")).contains("event: gap");
    }
  }

  /** Listens until {@code enough} was heard, or until there was silence for a second. */
  private static String listen(int port, String enough, String fields) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(1000);
      String request = "GET /__margay/events HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      StringBuilder heard = new StringBuilder();
      try {
        int next = 0;
        while (next >= 0 && heard.indexOf(enough) < 0) {
          next = socket.getInputStream().read();
          heard.append((char) next);
        }
      } catch (SocketTimeoutException e) {
        return heard.toString();
      }
      return heard.toString();
    }
  }

  @Test
  void theAuthorityIsNotShownWhereverTheSiteLies() throws Exception {
    Path site = Files.createDirectories(home.resolve(".local/share"));
    Files.writeString(site.resolve("index.html"), "shown");
    InetAddress here = InetAddress.getLoopbackAddress();
    try (DevloveProcess first = DevloveProcess.start(site, home)) {
      assertThat(first.url()).startsWith("https:");
    }
    assertThat(site.resolve("margay/authority.pem")).exists();
    assertThat(site.resolve("margay/names/localhost.pem")).exists();
    try (DevloveProcess devlove = DevloveProcess.start(site, home, "--cleartext")) {
      assertThat(get(here, devlove.port(), "/", "localhost")).startsWith("HTTP/1.1 200");
      for (String file : new String[] {"authority.pem", "authority.crt", "names/localhost.pem"}) {
        assertThat(get(here, devlove.port(), "/margay/" + file, "localhost"))
            .startsWith("HTTP/1.1 404");
      }
    }
  }

  private static Optional<InetAddress> addressThatIsNotLoopback() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
        .filter(address -> address instanceof java.net.Inet4Address)
        .findFirst();
  }

  /** The head of the answer, without its date; of a stream that does not end, the same. */
  private static String get(InetAddress to, int port, String path, String host, String... fields)
      throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(to, port));
      String request = "GET " + path + " HTTP/1.1\r\nHost: " + host + ":" + port + "\r\n";
      for (String field : fields) {
        request += field + "\r\n";
      }
      socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.US_ASCII));
      StringBuilder head = new StringBuilder();
      for (int c = socket.getInputStream().read();
          c >= 0 && head.indexOf("\r\n\r\n") < 0;
          c = socket.getInputStream().read()) {
        head.append((char) c);
      }
      return head.toString().replaceAll("(?m)^Date:.*\r\n", "");
    }
  }
}
