package dev.margay.samplesite.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@code margay serve} in a Java process of its own, as a host would run it, cleartext. */
public final class ServerProcess implements AutoCloseable {
  private static final Pattern METRICS = Pattern.compile(" metrics (http://\\S+)");
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Process process;
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final CountDownLatch announced = new CountDownLatch(1);
  private volatile URI metrics;

  private ServerProcess(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "server-" + process.pid());
    reader.setDaemon(true);
    reader.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /**
   * Starts {@code margay serve site} on a loopback port that others may share. {@link
   * #awaitStarted} waits until it answers.
   */
  public static ServerProcess start(Path site, int port, String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("--enable-native-access=ALL-UNNAMED");
    // No test classes: they would bring a configuration of logging that is silent.
    command.addAll(List.of("-cp", classPath(), "dev.margay.server.command.Main", "serve"));
    command.addAll(List.of("--cleartext", "--reuse-port", "--listen", "127.0.0.1:" + port));
    command.addAll(List.of("--admin", "127.0.0.1:0", "--access-log", "off"));
    command.addAll(List.of(more));
    command.add(site.toString());
    return new ServerProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  private static String classPath() {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
            .replace('\n', File.pathSeparatorChar);
    Predicate<String> tests = path -> path.contains("test-classes") || path.endsWith("-tests.jar");
    return String.join(
        File.pathSeparator,
        List.of(all.split(File.pathSeparator, -1)).stream().filter(tests.negate()).toList());
  }

  private void read() {
    try (BufferedReader out = process.inputReader(UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
        Matcher matcher = METRICS.matcher(line);
        if (matcher.find()) {
          metrics = URI.create(matcher.group(1));
          announced.countDown();
        }
      }
    } catch (IOException e) {
      lines.add("The test heard no more: " + e);
    } finally {
      announced.countDown();
    }
  }

  /** Waits until it answers. */
  public ServerProcess awaitStarted() throws InterruptedException {
    if (!announced.await(60, TimeUnit.SECONDS) || metrics == null) {
      throw new IllegalStateException("The server did not start: " + lines);
    }
    return this;
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** What it printed so far. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** Its warnings and errors so far. */
  public List<String> warnings() {
    return lines.stream()
        .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
        .toList();
  }

  /** The sum of a counter's or gauge's samples whose line contains each of {@code labels}. */
  public double metric(String name, String... labels) throws IOException, InterruptedException {
    HttpResponse<String> page =
        CLIENT.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString());
    return page.body()
        .lines()
        .filter(line -> line.matches(name + "[{ ].*"))
        .filter(line -> List.of(labels).stream().allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** How many representations it made. */
  public int made(String coding, String tier) throws IOException, InterruptedException {
    return (int)
        metric(
            "margay_representations_made_total",
            "coding=\"" + coding + "\"",
            "tier=\"" + tier + "\"");
  }

  /** Whether it uses Redis now. */
  public boolean usesRedis() throws IOException, InterruptedException {
    return metric("margay_redis_up") == 1;
  }

  /** Ends it as {@code kill -9} does. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
