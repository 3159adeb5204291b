package dev.margay.devtools.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A folder and the processes that work in it. Closing ends every process by its id and removes the
 * folder, and happens at the latest when this process ends, by Ctrl-C too.
 */
final class Scratch implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 5;

  private final Path folder;
  private final Thread hook = new Thread(this::clear, "margay-bench-end");

  /** Guarded by this; null once closed. */
  private List<Process> running = new ArrayList<>();

  private Scratch(Path folder) {
    this.folder = folder;
  }

  /**
   * A new one below the system's folder for such. Servers that change their account may read it.
   */
  static Scratch make() throws IOException {
    Path folder = Files.createTempDirectory("margay-bench-").toRealPath();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Scratch scratch = new Scratch(folder);
    Runtime.getRuntime().addShutdownHook(scratch.hook);
    return scratch;
  }

  Path folder() {
    return folder;
  }

  /**
   * Starts a process that ends with this.
   *
   * @throws IOException if it cannot be started, or all ends just now
   */
  synchronized Process start(ProcessBuilder builder) throws IOException {
    if (running == null) {
      throw new IOException("the benchmark was ended");
    }
    running.removeIf(process -> !process.isAlive());
    Process process = builder.start();
    running.add(process);
    return process;
  }

  /** Ends a process and all that descend from it, gently at first, and waits until it did. */
  static void end(Process process) {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    process.destroy();
    awaitEnd(process.toHandle());
    all.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
    all.forEach(Scratch::awaitEnd);
  }

  private static void awaitEnd(ProcessHandle process) {
    try {
      process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
      // whoever waits next is not gentle
    }
  }

  @Override
  public void close() {
    clear();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending, and the hook finds nothing to do
    }
  }

  private void clear() {
    List<Process> last;
    synchronized (this) {
      if (running == null) {
        return;
      }
      last = running;
      running = null;
    }
    last.parallelStream().filter(Process::isAlive).forEach(Scratch::end);
    endOrphans();
    remove();
  }

  /** What the launcher left to the background names this folder, which is nobody else's. */
  private void endOrphans() {
    ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .filter(process -> process.info().commandLine().orElse("").contains(folder.toString()))
        .flatMap(process -> Stream.concat(process.descendants(), Stream.of(process)))
        .toList()
        .forEach(ProcessHandle::destroyForcibly);
  }

  private void remove() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      System.err.println("margay: " + folder + " could not be removed: " + e.getMessage());
    }
  }
}
