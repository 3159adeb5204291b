package dev.margay.devtools.authority;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program of the machine, run to its end without input and for a bounded time. */
final class Program {
  private static final long SECONDS = 60;
  private static final int MOST_OUTPUT = 1 << 20;

  private final Path file;
  private final Map<String, String> environment;

  Program(Path file, Map<String, String> environment) {
    this.file = file;
    this.environment = environment;
  }

  /**
   * How a run ended.
   *
   * @param status the exit status; −1 if it could not be started or did not end
   * @param output both of its streams
   */
  record Ending(int status, String output) {
    boolean well() {
      return status == 0;
    }

    /** The first line that says something, for a person. */
    String complaint() {
      return output
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .findFirst()
          .orElse("it ended with status " + status);
    }
  }

  /** Runs it; whatever goes wrong is an ending too. */
  Ending run(String... arguments) {
    List<String> command = new ArrayList<>(List.of(file.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      Thread guard = endLater(process);
      String output = read(process.getInputStream());
      boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
      guard.interrupt();
      return new Ending(ended ? process.exitValue() : -1, output);
    } catch (IOException e) {
      return new Ending(-1, file + " cannot be run: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Ending(-1, file + " was not waited for");
    }
  }

  private static Thread endLater(Process process) {
    Thread guard =
        new Thread(
            () -> {
              try {
                if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                  process.destroyForcibly();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // it ended by itself
              }
            },
            "margay-program");
    guard.setDaemon(true);
    guard.start();
    return guard;
  }

  private static String read(InputStream in) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      if (out.size() < MOST_OUTPUT) {
        out.write(buffer, 0, n);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
