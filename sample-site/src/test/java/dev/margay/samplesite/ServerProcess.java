package dev.margay.samplesite;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** {@code margay serve} in a process of its own, as a host would run it, from the built classes. */
final class ServerProcess implements AutoCloseable {
  private static final HttpClient ADMIN =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Process process;
  private final int port;
  private final int adminPort;
  private final Path errors;

  private ServerProcess(Process process, int port, int adminPort, Path errors) {
    this.process = process;
    this.port = port;
    this.adminPort = adminPort;
    this.errors = errors;
  }

  static ServerProcess start(Path site, Path working, String... flags) throws IOException {
    return start(freePort(), List.of("-Xmx256m"), site, working, flags);
  }

  /** Starts a server and waits until it answers. */
  static ServerProcess start(
      int port, List<String> machine, Path site, Path working, String... flags) throws IOException {
    int adminPort = freePort();
    Path errors = Files.createTempFile(working, "errors", ".txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(machine);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("dev.margay.server.command.Main", "serve", site.toString()));
    command.addAll(List.of("--cleartext", "--listen", "127.0.0.1:" + port));
    command.addAll(List.of("--admin", "127.0.0.1:" + adminPort));
    command.addAll(List.of("--working-dir", working.toString()));
    command.addAll(List.of(flags));
    Process process =
        new ProcessBuilder(command)
            .redirectError(errors.toFile())
            .redirectOutput(new File("/dev/null"))
            .start();
    ServerProcess server = new ServerProcess(process, port, adminPort, errors);
    Awaitility.await()
        .atMost(60, TimeUnit.SECONDS)
        .ignoreExceptions()
        .until(() -> server.errors().contains("metrics"));
    return server;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  Process process() {
    return process;
  }

  /** All that it printed to standard error so far. */
  String errors() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The value of a metric on the admin listener, such as {@code jvm_threads_live_threads}. */
  double metric(String nameAndLabels) {
    try {
      URI metrics = URI.create("http://127.0.0.1:" + adminPort + "/metrics");
      String page =
          ADMIN
              .send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
              .body();
      return page.lines()
          .filter(line -> line.startsWith(nameAndLabels + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  double made(String coding, String tier) {
    return metric(
        "margay_representations_made_total{coding=\"" + coding + "\",tier=\"" + tier + "\"}");
  }

  /** How many file descriptors it has open. */
  long descriptors() {
    try (Stream<Path> open = Files.list(Path.of("/proc", "" + process.pid(), "fd"))) {
      return open.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
