package dev.margay.devtools.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** One started process of a server, with the processes that it started itself. */
final class RunningServer {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int LOOK_MILLIS = 20;
  private static final int LAST_WORDS = 600;
  private static final String KEPT_VARIABLE = "MARGAY_JAVA_OPTIONS";

  private final Launch launch;
  private final Process process;
  private final Path output;
  private final LogLines log;

  /** How many requests it was sent. */
  private final AtomicLong asked = new AtomicLong();

  private RunningServer(Launch launch, Process process, Path output) {
    this.launch = launch;
    this.process = process;
    this.output = output;
    this.log = new LogLines(launch.accessLog());
  }

  /**
   * Starts it, and does not wait.
   *
   * @throws IOException if there is no such program, or all ends just now
   */
  static RunningServer start(Launch launch, Scratch scratch) throws IOException {
    Path output = launch.accessLog().resolveSibling("output-" + launch.ports().hashCode());
    ProcessBuilder builder =
        new ProcessBuilder(launch.command())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(output.toFile());
    forgetSettings(builder);
    builder.environment().putAll(launch.environment());
    return new RunningServer(launch, scratch.start(builder), output);
  }

  /** What a person set for a Margay of their own is not meant for this one, but Java's options. */
  static void forgetSettings(ProcessBuilder builder) {
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("MARGAY_") && !name.equals(KEPT_VARIABLE));
  }

  /**
   * Waits until every port of it takes connections.
   *
   * @throws IOException with its last words, if it ends instead or takes a minute
   */
  void awaitReady() throws IOException, InterruptedException {
    long begun = System.nanoTime();
    for (int port : Set.copyOf(launch.ports().values())) {
      while (!answers(port)) {
        if (!process.isAlive() || System.nanoTime() - begun > PATIENCE.toNanos()) {
          throw new IOException("it did not start: " + lastWords());
        }
        Thread.sleep(LOOK_MILLIS);
      }
    }
  }

  static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** What it printed, as far as it was written out. */
  String said() {
    try {
      return Files.readString(output, UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }

  /** The end of what it printed. */
  String lastWords() {
    String said = said();
    return said.isEmpty()
        ? "it said nothing"
        : said.substring(Math.max(0, said.length() - LAST_WORDS));
  }

  boolean speaks(Protocol protocol) {
    return launch.ports().containsKey(protocol);
  }

  Map<Protocol, Integer> ports() {
    return launch.ports();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  ProcessTree tree() {
    return new ProcessTree(process.toHandle());
  }

  LogLines log() {
    return log;
  }

  /** Notes that so many requests were sent to it. */
  void sent(long requests) {
    asked.addAndGet(requests);
  }

  /** How many requests it was sent so far. */
  long asked() {
    return asked.get();
  }

  void stop() {
    Scratch.end(process);
  }
}
