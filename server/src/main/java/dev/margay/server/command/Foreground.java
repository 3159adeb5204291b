package dev.margay.server.command;

import dev.margay.server.MargayServer;
import dev.margay.server.StartFailure;
import java.util.concurrent.CountDownLatch;

/**
 * Runs a server in the foreground: until SIGTERM or Ctrl-C, then until its running requests have
 * ended. The exit status is then 0: to be told to stop is no failure.
 */
public final class Foreground {
  private final MargayServer server;

  public Foreground(MargayServer server) {
    this.server = server;
  }

  /**
   * Starts the server and returns only if that fails.
   *
   * @param started run once it answers
   */
  public int run(Runnable started) throws StartFailure {
    try {
      server.start();
    } catch (StartFailure e) {
      server.close();
      throw e;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "margay-stop"));
    started.run();
    waitForever();
    return Main.OK;
  }

  /** In the shutdown hook, so that the virtual machine waits for it. */
  private void stop() {
    server.close();
    System.out.flush();
    Runtime.getRuntime().halt(Main.OK);
  }

  private static void waitForever() {
    try {
      TidyHeap.keep();
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
