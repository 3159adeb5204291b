package dev.margay.samplesite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers who take their time, of a file too large for memory. */
class SlowReadersTest {
  private static final int SIZE = 20 << 20;
  private static final int READERS = Integer.getInteger("margay.readers", 500);

  @TempDir Path folder;

  @Test
  void theyGetOneVersionOrAreReset() throws Exception {
    Path site = Files.createDirectory(folder.resolve("site"));
    Path file = site.resolve("big.txt");
    Files.write(file, text(0));
    AtomicInteger complete = new AtomicInteger();
    AtomicInteger reset = new AtomicInteger();
    try (ServerProcess server = ServerProcess.start(site, folder, "--access-log", "off")) {
      ExecutorService threads = Executors.newCachedThreadPool();
      List<Future<?>> readers = new ArrayList<>();
      for (int version = 1; version <= 5; version++) {
        for (String coding : new String[] {"identity", "br", "identity", "zstd"}) {
          readers.add(threads.submit(() -> readSlowly(server, coding, complete, reset)));
        }
        Thread.sleep(version == 3 ? 2500 : 400); // once, long enough to be trusted in place
        Files.write(file, text(version));
      }
      for (Future<?> reader : readers) {
        reader.get();
      }
      threads.shutdown();
      assertThat(server.errors()).doesNotContain("\tat ").doesNotContain("WARN");
    }
    assertThat(complete.get()).isPositive();
    System.out.println(Map.of("complete", "" + complete, "reset", "" + reset));
  }

  private static Void readSlowly(
      ServerProcess server, String coding, AtomicInteger complete, AtomicInteger reset)
      throws InterruptedException {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpRequest request =
        HttpRequest.newBuilder(server.uri("/big.txt")).header("Accept-Encoding", coding).build();
    try {
      HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      try (InputStream in = response.body()) {
        for (int i = 0; i < 8; i++) {
          body.write(in.readNBytes(200_000));
          Thread.sleep(250);
        }
        in.transferTo(body);
      }
      assertThat(response.statusCode()).isIn(200, 503); // 503: written to at each of three looks
      if (response.headers().firstValue("etag").isPresent()) {
        Proof.check(response.headers(), body.toByteArray());
      }
      complete.incrementAndGet();
    } catch (IOException e) {
      reset.incrementAndGet();
    }
    return null;
  }

  /** Compressible, but long enough to encode that the best tier is pending meanwhile. */
  private static byte[] text(int version) {
    byte[] all = Proof.version(version, SIZE);
    Random random = new Random(version);
    for (int at = 20; at < SIZE; at += 11) {
      all[at] = (byte) ('a' + random.nextInt(16));
    }
    return all;
  }

  @Test
  void manyOfThemTakeNeitherThreadsNorMemory() throws Exception {
    Path site = Files.createDirectory(folder.resolve("site"));
    Files.write(site.resolve("big.txt"), text(0));
    try (ServerProcess server =
        ServerProcess.start(
            ServerProcess.freePort(),
            List.of("-Xmx128m", "-XX:+ExitOnOutOfMemoryError"),
            site,
            folder,
            "--access-log",
            "off")) {
      Thread.sleep(2500); // so that the file is read in place
      readSome(server).close();
      long before = server.descriptors();
      List<Socket> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        readers.add(readSome(server));
      }
      double threads = server.metric("jvm_threads_live_threads");
      double heap = server.metric("jvm_memory_used_bytes{area=\"heap\",id=\"Tenured Gen\"}");
      long during = server.descriptors();
      assertThat(threads).isLessThan(100);
      assertThat(during).isLessThan(before + 2L * READERS + 50);
      for (Socket reader : readers) {
        reader.close();
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> server.descriptors() <= before + 5);
      readSome(server).close();
      assertThat(server.errors()).doesNotContain("\tat ");
      System.out.println(
          Map.of(
              "threads", "" + threads,
              "tenured MB", "" + heap / (1 << 20),
              "descriptors", before + " " + during + " " + server.descriptors()));
    }
  }

  /** A reader that has got its first bytes and then pauses. */
  private static Socket readSome(ServerProcess server) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(16 * 1024);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    socket.setSoTimeout(30_000);
    socket
        .getOutputStream()
        .write("GET /big.txt HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    assertThat(socket.getInputStream().readNBytes(12))
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo("HTTP/1.1 200");
    return socket;
  }
}
