package dev.margay.samplesite;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code margay serve} in a process of its own, in cleartext on a free port. */
final class HostedProcess implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("  (http://[^ ]+)/");
  private static final int START_SECONDS = 60;

  /** What the launcher starts Java with; {@code ManyFilesTest} compares. */
  static final List<String> LAUNCHED =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms32m",
          "-Xmx256m",
          "-Xmn20m",
          "-XX:SurvivorRatio=8",
          "-XX:MinHeapFreeRatio=20",
          "-XX:MaxHeapFreeRatio=30",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:+IgnoreUnrecognizedVMOptions",
          "-XX:TrimNativeHeapInterval=2000",
          "-XX:TLABSize=32k",
          "-XX:CompileThresholdScaling=3",
          "-XX:+UseTransparentHugePages");

  /** What the launcher tells the C library of memory. */
  static final Map<String, String> LAUNCHED_MALLOC =
      Map.of(
          "MALLOC_ARENA_MAX", "2",
          "MALLOC_TRIM_THRESHOLD_", "131072",
          "MALLOC_MMAP_THRESHOLD_", "131072");

  private final Process process;
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<URI> address = new CompletableFuture<>();

  private HostedProcess(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "server-log");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts a server, soon warm, and waits until it answers. */
  static HostedProcess serve(Path site, String... flags) throws Exception {
    return start(List.of("-XX:TieredStopAtLevel=1"), site, flags);
  }

  /** The same, with the launcher's own flags and no others. */
  static HostedProcess serveAsLaunched(Path site, String... flags) throws Exception {
    return start(List.of(), site, flags);
  }

  private static HostedProcess start(List<String> java, Path site, String... flags)
      throws Exception {
    List<String> command = java(java, "serve", site.toString());
    command.addAll(List.of("--cleartext", "--access-log", "off"));
    command.addAll(List.of("--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0"));
    command.addAll(List.of(flags));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.environment().putAll(LAUNCHED_MALLOC);
    HostedProcess server = new HostedProcess(builder.start());
    server.address.get(START_SECONDS, TimeUnit.SECONDS);
    return server;
  }

  /** What a {@code margay} command said, and its exit status. */
  record Said(int status, String text) {}

  /** Runs a {@code margay} command to its end. */
  static Said run(String... arguments) throws Exception {
    Process process =
        new ProcessBuilder(java(List.of("-XX:TieredStopAtLevel=1"), arguments))
            .redirectErrorStream(true)
            .start();
    process.outputWriter(UTF_8).close();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Said(process.waitFor(), text);
  }

  private static List<String> java(List<String> flags, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(LAUNCHED);
    command.addAll(flags);
    command.add("--enable-native-access=ALL-UNNAMED");
    // Java complains where there are no huge pages; the launcher asks first.
    command.add("-Xlog:pagesize=off");
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    command.addAll(List.of("-cp", classPath.replace('\n', File.pathSeparatorChar)));
    command.add("dev.margay.server.command.Main");
    command.addAll(List.of(arguments));
    return command;
  }

  private void read() {
    try (BufferedReader reader = process.inputReader(UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
        Matcher matcher = ADDRESS.matcher(line);
        if (matcher.find()) {
          address.complete(URI.create(matcher.group(1)));
        }
      }
    } catch (IOException e) {
      lines.add("(its log ended: " + e + ")");
    }
    address.completeExceptionally(new IOException("It did not start: " + lines));
  }

  /** Where it answers. */
  URI address() {
    return address.join();
  }

  /** The lines that it wrote so far and that contain {@code text}. */
  List<String> lines(String text) {
    return lines.stream().filter(line -> line.contains(text)).toList();
  }

  /** Memory that is its own and in use, in bytes; not the file pages that it maps. */
  long memory() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("RssAnon:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
      }
    }
    throw new IOException("no RssAnon");
  }

  /** Ends it as {@code kill -9} does, and waits until it is gone. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Ends it as SIGTERM does, and waits until it is gone. */
  int terminate() throws InterruptedException {
    process.destroy();
    return process.waitFor();
  }

  @Override
  public void close() {
    kill();
  }
}
