package dev.margay.rcache.fault;

import java.io.IOException;

/** Signals to one process, by its id. */
public final class Signals {
  private Signals() {}

  /**
   * Sends a signal.
   *
   * @param name such as STOP, CONT, TERM or KILL
   */
  public static void send(String name, long pid) throws IOException, InterruptedException {
    int status =
        new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IOException("kill -" + name + " " + pid + " ended with " + status);
    }
  }
}
