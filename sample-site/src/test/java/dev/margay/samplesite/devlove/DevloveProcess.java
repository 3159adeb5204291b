package dev.margay.samplesite.devlove;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * {@code margay devlove} in a process of its own, for a user whose home is a folder of the test's.
 */
final class DevloveProcess implements AutoCloseable {
  private static final Pattern URL = Pattern.compile("(?m)^ {2}(https?://\\S+)/$");

  private final Process process;
  private final Path errors;

  private DevloveProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
  }

  /** Starts it on free ports, and waits until it says where it is. */
  static DevloveProcess start(Path site, Path home, String... flags) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("devlove", site.toString()));
    if (!List.of(flags).contains("--listen")) {
      arguments.addAll(List.of("--listen", "127.0.0.1:0"));
    }
    arguments.addAll(List.of("--admin", "127.0.0.1:0"));
    arguments.addAll(List.of("--working-dir", home.toString()));
    arguments.addAll(List.of(flags));
    Path errors = Files.createTempFile(home, "errors", ".txt");
    DevloveProcess devlove =
        new DevloveProcess(margay(home, errors, arguments.toArray(String[]::new)), errors);
    Awaitility.await()
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> devlove.errors().contains("Ctrl-C") || !devlove.process.isAlive());
    return devlove;
  }

  /** The same site as production has it, in cleartext. */
  static DevloveProcess serve(Path site, Path working) throws IOException {
    Path errors = Files.createTempFile(working, "errors", ".txt");
    DevloveProcess serve =
        new DevloveProcess(
            margay(
                working,
                errors,
                "serve",
                site.toString(),
                "--cleartext",
                "--listen",
                "127.0.0.1:0",
                "--admin",
                "127.0.0.1:0",
                "--working-dir",
                working.toString(),
                "--access-log",
                "off"),
            errors);
    Awaitility.await()
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> serve.errors().contains("metrics") || !serve.process.isAlive());
    return serve;
  }

  /** Runs another command for the same user, and gives its output. */
  static String run(Path home, String... arguments) throws IOException, InterruptedException {
    Path out = Files.createTempFile(home, "output", ".txt");
    margay(home, out, arguments).waitFor(60, TimeUnit.SECONDS);
    return Files.readString(out);
  }

  private static Process margay(Path home, Path output, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.addAll(List.of("-cp", classPath()));
    command.add("dev.margay.server.command.Main");
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("HOME", home.toString());
    builder.environment().keySet().removeIf(name -> name.startsWith("XDG_"));
    return builder.start();
  }

  /** The one URL that it printed, without a slash at its end. */
  String url() {
    return URL.matcher(errors())
        .results()
        .map(found -> found.group(1))
        .findFirst()
        .orElseThrow(() -> new AssertionError(errors()));
  }

  int port() {
    return Integer.parseInt(url().substring(url().lastIndexOf(':') + 1));
  }

  /** What the first match of {@code pattern} in its output has in parentheses. */
  String said(String pattern) {
    return Pattern.compile(pattern)
        .matcher(errors())
        .results()
        .map((MatchResult found) -> found.group(1))
        .findFirst()
        .orElseThrow(() -> new AssertionError(errors()));
  }

  /** All that it printed so far. */
  String errors() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Process process() {
    return process;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Without the library's tests, whose logging is not what the product says. */
  private static String classPath() {
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(System.getProperty("java.class.path"))
        .filter(entry -> !Files.exists(Path.of(entry, "logback-test.xml")))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
