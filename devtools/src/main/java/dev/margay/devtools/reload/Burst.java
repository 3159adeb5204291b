package dev.margay.devtools.reload;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Changes that belong together: an editor that writes beside a file and renames, a bundler that
 * writes many. A burst is over when nothing was added for a moment, which is longer once several
 * files are in it; one that does not end is cut. Pure but for its own list; times are those of
 * {@link System#nanoTime()}. For one thread.
 */
final class Burst {
  /** After the last change to a single file. */
  static final Duration QUIET = Duration.ofMillis(50);

  /** After the last change to one of several. */
  static final Duration QUIET_OF_MANY = Duration.ofMillis(120);

  /** From the first change on. */
  static final Duration LONGEST = Duration.ofSeconds(3);

  private static final int MANY = 3;

  private final Set<Path> files = new LinkedHashSet<>();
  private long first;
  private long last;
  private long over;

  void add(Path file, long now) {
    if (files.isEmpty()) {
      first = now;
    }
    files.add(file);
    last = now;
    over = now + (files.size() < MANY ? QUIET : QUIET_OF_MANY).toNanos();
  }

  /** Lets it go on for another moment, as one of its files is still written to. */
  void postpone(long now, Duration moment) {
    over = now + moment.toNanos();
  }

  boolean isEmpty() {
    return files.isEmpty();
  }

  /** The files, in the order of their first change. */
  Set<Path> files() {
    return files;
  }

  /** When the last change was added. */
  long last() {
    return last;
  }

  /**
   * How long after {@code now} it will be over if nothing is added, in nanoseconds; at most 0 if it
   * is.
   */
  long left(long now) {
    return Math.min(over, first + LONGEST.toNanos()) - now;
  }

  /** Whether it has gone on for so long that nothing is waited for any more. */
  boolean isCut(long now) {
    return first + LONGEST.toNanos() <= now;
  }
}
