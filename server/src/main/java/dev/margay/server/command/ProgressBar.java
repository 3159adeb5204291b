package dev.margay.server.command;

import java.io.PrintStream;
import java.util.Locale;

/**
 * How far a long job has come. On a terminal it is one line that is drawn over; elsewhere, a line
 * for each tenth. Safe for many threads.
 */
final class ProgressBar {
  /** Set by the launcher, which can tell: Java 17 cannot. */
  private static final String TERMINAL = "margay.terminal";

  private static final int WIDTH = 30;
  private static final long REDRAW_NANOS = 100_000_000;
  private static final int TENTHS = 10;

  private final PrintStream out;
  private final boolean terminal;
  private final String what;

  /** Guarded by this. */
  private long total;

  /** Guarded by this. */
  private long done;

  /** Guarded by this. */
  private long drawnAt;

  /** Guarded by this. */
  private long tenth;

  /**
   * A bar at zero.
   *
   * @param what is counted, in the plural
   */
  ProgressBar(PrintStream out, String what) {
    this.out = out;
    this.what = what;
    this.terminal = Boolean.getBoolean(TERMINAL);
  }

  /** More is to be done than was known before. */
  synchronized void expect(long more) {
    total += more;
  }

  /** One more is done. */
  synchronized void step() {
    done++;
    long now = System.nanoTime();
    if (terminal && (now - drawnAt > REDRAW_NANOS || done == total)) {
      drawnAt = now;
      out.print('\r' + line());
      out.flush();
    } else if (!terminal && done * TENTHS / Math.max(1, total) > tenth) {
      tenth = done * TENTHS / Math.max(1, total);
      out.println(line());
    }
  }

  /** Makes room for a line of text; the bar is drawn again below it. */
  synchronized void clear() {
    if (terminal) {
      out.print('\r' + " ".repeat(line().length()) + '\r');
      out.flush();
      drawnAt = 0;
    }
  }

  /** Ends the line. */
  synchronized void close() {
    if (terminal) {
      out.println('\r' + line());
    }
  }

  private String line() {
    int filled = total == 0 ? WIDTH : (int) (done * WIDTH / total);
    return String.format(
        Locale.ROOT,
        "[%s%s] %d of %d %s",
        "#".repeat(filled),
        ".".repeat(WIDTH - filled),
        done,
        total,
        what);
  }
}
