package dev.margay.rcache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A second Java process, spoken to in lines. It ends when it has nothing more to read, so none
 * outlives its test.
 */
public final class OtherProcess implements AutoCloseable {
  private static final BufferedReader STDIN =
      new BufferedReader(new InputStreamReader(System.in, UTF_8));

  private final Process process;
  private final BufferedReader out;
  private final PrintWriter in;

  private OtherProcess(Process process) {
    this.process = process;
    out = process.inputReader(UTF_8);
    in = new PrintWriter(process.outputWriter(UTF_8), true);
  }

  /** Starts {@code main} with the class path of this one. */
  public static OtherProcess start(Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", classPath(), main.getName()));
    command.addAll(List.of(arguments));
    return new OtherProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
        .replace('\n', File.pathSeparatorChar);
  }

  /** The next line that it said; null when it has ended. */
  public String line() throws IOException {
    return out.readLine();
  }

  /** Says a line to it. */
  public void say(String line) {
    in.println(line);
  }

  /** Ends it as {@code kill -9} does, and waits until it is gone. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
    in.close();
  }

  /** In the other process: says a line to the test. */
  public static void tell(String line) {
    System.out.println(line);
  }

  /** In the other process: what the test says next; empty when it is gone. */
  public static String told() throws IOException {
    String line = STDIN.readLine();
    return line == null ? "" : line;
  }
}
