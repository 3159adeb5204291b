package dev.margay.server.command;

import dev.margay.rcache.eviction.Eviction;
import dev.margay.rcache.eviction.Evictor;
import dev.margay.rcache.store.ContentStore;
import dev.margay.rcache.store.ContentStore.Entry;
import dev.margay.rcache.store.Removed;
import dev.margay.server.MargayServer;
import dev.margay.server.StartFailure;
import dev.margay.server.config.DurationText;
import dev.margay.server.config.ScratchSettings;
import dev.margay.server.config.ServerMode;
import dev.margay.server.config.Setting;
import dev.margay.server.config.TextReading;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/**
 * {@code margay cache sweep}: clears what nothing uses. It goes by age and quota, and never by what
 * some site has: the folder may be shared by sites and versions that this one does not know.
 */
@CommandLine.Command(
    name = "sweep",
    description = {
      "Clear what nothing uses from the representation cache.",
      "That is what crashes left, files that are no entries, what is beyond the quota, and, where",
      "an age is given, what was not used for that long. Servers may run meanwhile."
    },
    mixinStandardHelpOptions = true)
public final class CacheSweepCommand extends SiteCommand {
  /** Somebody may be about to do something with a stranger's file that is younger. */
  private static final Duration STRANGE = Duration.ofHours(1);

  @CommandLine.Option(
      names = "--older-than",
      paramLabel = "AGE",
      description = "also what was not used for this long, such as 30d or 12h")
  private String olderThan;

  private Removed strangers = Removed.NOTHING;
  private Removed aged = Removed.NOTHING;

  @Override
  protected List<Setting<?>> settings() {
    return List.of(
        Setting.CONFIG, Setting.WORKING_DIR, Setting.SCRATCH_DIR_NAME, Setting.CACHE_SIZE);
  }

  @Override
  public Integer call() throws StartFailure {
    Optional<Duration> age = age();
    ScratchSettings scratch = readSettings(ServerMode.DEVLOVE, readFolder()).scratch();
    ContentStore store = CacheFolder.of(scratch);
    Removed abandoned = store.removeAbandoned();
    sweep(store, age, Instant.now());
    try (Evictor evictor = MargayServer.evictor(store, scratch)) {
      report("unfinished files that crashes left", abandoned);
      report("files that are no cache entries", strangers);
      age.ifPresent(old -> report("files not used for " + olderThan, aged));
      return report(evictor.evictNow());
    }
  }

  private Optional<Duration> age() throws StartFailure {
    if (olderThan == null) {
      return Optional.empty();
    }
    TextReading<Duration> reading = DurationText.parse(olderThan);
    if (reading instanceof TextReading.Misread<Duration> misread) {
      throw new StartFailure("--older-than: " + misread.sentence());
    }
    return reading.found();
  }

  private void sweep(ContentStore store, Optional<Duration> age, Instant now) throws StartFailure {
    ProgressBar bar = new ProgressBar(System.err, "files");
    try {
      store.forEach(entry -> bar.expect(1));
      store.forEach(
          entry -> {
            sweep(store, entry, age, now);
            bar.step();
          });
    } catch (IOException e) {
      throw new StartFailure("the representation cache cannot be read: " + e.getMessage());
    }
    bar.close();
  }

  private void sweep(ContentStore store, Entry entry, Optional<Duration> age, Instant now) {
    Duration unused = Duration.between(entry.lastUse(), now);
    if (entry.key().isEmpty()) {
      if (unused.compareTo(STRANGE) > 0 && store.remove(entry)) {
        strangers = strangers.plus(entry.size());
      }
    } else if (age.isPresent() && unused.compareTo(age.get()) > 0 && store.remove(entry)) {
      aged = aged.plus(entry.size());
    }
  }

  private static void report(String what, Removed removed) {
    System.out.printf(
        "%7d removed  %10s  %s%n", removed.files(), ByteCount.format(removed.bytes()), what);
  }

  private static int report(Eviction eviction) {
    if (eviction instanceof Eviction.Looked looked) {
      report("files beyond the quota", looked.removed());
      System.out.printf(
          "%7d left     %10s  on disk%n", looked.files(), ByteCount.format(looked.space()));
      return Main.OK;
    }
    System.out.println(
        eviction instanceof Eviction.Busy
            ? "A server is evicting what is beyond the quota at this moment."
            : "What is beyond the quota could not be evicted; see the line above.");
    return eviction instanceof Eviction.Busy ? Main.OK : Main.MISTAKES;
  }
}
