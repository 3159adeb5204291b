package dev.margay.rcache.eviction;

import dev.margay.rcache.store.ContentStore.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Sums up what one walk over the store shows, and tells which files to give up. It remembers only
 * the files that were not used for longest, as many as it was told to: so its memory does not grow
 * with the store, and a store far beyond its quota takes several walks. Pure; for one thread.
 */
final class RecencyLedger {
  /** What was used within this time is given up only if the quota cannot be held otherwise. */
  static final Duration RECENT = Duration.ofSeconds(2);

  /** What was used within this time is in flight: who asked for it may be about to open it. */
  static final Duration IN_FLIGHT = Duration.ofMillis(500);

  /** A last use further in the future than clocks differ says nothing. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

  private final Quota quota;
  private final Instant now;
  private final int remembered;

  /** The one used last on top, to be forgotten first. */
  private final PriorityQueue<Entry> oldest;

  private long files;
  private long space;

  /**
   * An empty ledger.
   *
   * @param now when the walk begins
   * @param remembered how many files it remembers, at least 1
   */
  RecencyLedger(Quota quota, Instant now, int remembered) {
    this.quota = quota;
    this.now = now;
    this.remembered = remembered;
    this.oldest = new PriorityQueue<>(oldestFirst().reversed());
  }

  private Comparator<Entry> oldestFirst() {
    return Comparator.comparing(this::lastUse).thenComparing(Entry::name);
  }

  private Instant lastUse(Entry entry) {
    boolean believable = entry.lastUse().isBefore(now.plus(CLOCKS_DIFFER));
    return believable ? entry.lastUse() : Instant.EPOCH;
  }

  /** Enters a file. */
  void add(Entry entry) {
    files++;
    space += entry.space();
    oldest.add(entry);
    if (oldest.size() > remembered) {
      oldest.remove();
    }
  }

  /** How many files were entered. */
  long files() {
    return files;
  }

  /** What they take of the disk, in bytes. */
  long space() {
    return space;
  }

  /**
   * The files to give up, those not used for longest first: none while the quota holds, and else as
   * many as lead to its low-water mark, or as it remembers.
   */
  List<Entry> victims() {
    List<Entry> victims = new ArrayList<>();
    if (space <= quota.bytes()) {
      return victims;
    }
    long left = space;
    for (Entry entry : oldest.stream().sorted(oldestFirst()).toList()) {
      Duration unused = Duration.between(lastUse(entry), now);
      long goal = unused.compareTo(RECENT) > 0 ? quota.lowWater() : quota.bytes();
      if (left <= goal || unused.compareTo(IN_FLIGHT) < 0) {
        break;
      }
      victims.add(entry);
      left -= entry.space();
    }
    return victims;
  }
}
