package dev.margay.devtools.reload;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The last changes, for pages that were away for a moment. Safe for many threads. */
final class ChangeLog {
  private static final int KEPT = 256;

  /** Tells the numbers of this process from those of an earlier one. */
  private final String run;

  /** Guarded by this. */
  private final Deque<Change> kept = new ArrayDeque<>();

  /** Guarded by this. The number of the last change, 0 before the first. */
  private long last;

  ChangeLog(String run) {
    this.run = run;
  }

  synchronized Change add(Instant time, Map<WatchedSite, List<String>> paths) {
    Change change = new Change(++last, time, paths);
    kept.addLast(change);
    if (kept.size() > KEPT) {
      kept.removeFirst();
    }
    return change;
  }

  /** The identifier of the event that tells of {@code change}. */
  String id(long number) {
    return run + "." + number;
  }

  synchronized String lastId() {
    return id(last);
  }

  /** What happened after {@code time}, as far as it is kept. */
  synchronized List<Change> since(Instant time) {
    return kept.stream().filter(change -> change.time().isAfter(time)).toList();
  }

  /**
   * What happened after the event with {@code id}; empty if that is not known any more, or was told
   * by another process.
   */
  synchronized Optional<List<Change>> after(String id) {
    if (!id.startsWith(run + ".")) {
      return Optional.empty();
    }
    try {
      long number = Long.parseLong(id.substring(run.length() + 1));
      boolean whole = kept.isEmpty() || number >= kept.getFirst().number() - 1;
      return whole && number <= last
          ? Optional.of(kept.stream().filter(change -> change.number() > number).toList())
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
