package dev.margay.rcache;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the calling thread yield the processor to those that answer requests. Java's own thread
 * priorities do nothing on Linux without a privileged flag; there a thread has a nice value of its
 * own, which anyone may raise.
 */
public final class BackgroundPriority {
  private static final Logger log = LoggerFactory.getLogger(BackgroundPriority.class);
  private static final Path THREAD = Path.of("/proc/thread-self");
  private static final String NICENESS = "10";

  private BackgroundPriority() {}

  /** Lowers the calling thread's priority as far as the system allows; never fails. */
  @SuppressWarnings("ThreadPriorityCheck") // a hint for systems without nice values for threads
  public static void lower() {
    Thread.currentThread().setPriority(Thread.MIN_PRIORITY);
    if (THREAD.toFile().exists()) {
      renice();
    }
  }

  private static void renice() {
    try {
      String thread = THREAD.toRealPath().getFileName().toString();
      Process renice =
          new ProcessBuilder("renice", "-n", NICENESS, "-p", thread)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!renice.waitFor(2, TimeUnit.SECONDS)) {
        renice.destroyForcibly();
      }
    } catch (IOException e) {
      log.debug("No renice here: background work runs at the usual priority", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
