package dev.margay.server.command;

import dev.margay.rcache.key.BlockTableKey;
import dev.margay.rcache.key.ReadingKey;
import dev.margay.rcache.key.RepresentationKey;
import dev.margay.rcache.key.StoreKey;
import dev.margay.rcache.store.ContentStore;
import dev.margay.server.StartFailure;
import dev.margay.server.config.ScratchSettings;
import dev.margay.server.config.ServerMode;
import dev.margay.server.config.Setting;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine;

/** {@code margay cache stats}: how many files there are of each kind, and their bytes. */
@CommandLine.Command(
    name = "stats",
    description = "Sum up the representation cache by what its files hold.",
    mixinStandardHelpOptions = true)
public final class CacheStatsCommand extends SiteCommand {
  /** Files and bytes of one kind. */
  private record Total(long files, long bytes) {
    Total plus(Total other) {
      return new Total(files + other.files, bytes + other.bytes);
    }
  }

  private static final int HASH_CHARS = 64;

  @Override
  protected List<Setting<?>> settings() {
    return List.of(Setting.CONFIG, Setting.WORKING_DIR, Setting.SCRATCH_DIR_NAME);
  }

  @Override
  public Integer call() throws StartFailure {
    ScratchSettings scratch = readSettings(ServerMode.DEVLOVE, readFolder()).scratch();
    Map<String, Total> totals = new TreeMap<>();
    Set<String> contents = new HashSet<>();
    try {
      CacheFolder.of(scratch)
          .forEach(
              entry -> {
                totals.merge(kind(entry), new Total(1, entry.size()), Total::plus);
                contents.add(
                    entry.name().substring(0, Math.min(HASH_CHARS, entry.name().length())));
              });
    } catch (IOException e) {
      throw new StartFailure("the representation cache cannot be read: " + e.getMessage());
    }
    print(scratch, totals, contents.size());
    return Main.OK;
  }

  private static String kind(ContentStore.Entry entry) {
    StoreKey key = entry.key().orElse(null);
    if (key instanceof RepresentationKey one) {
      return one.coding().token() + " " + one.tier().label();
    }
    if (key instanceof ReadingKey one) {
      return "links of " + one.reader();
    }
    return key instanceof BlockTableKey ? "block hashes" : "no entries";
  }

  private static void print(ScratchSettings scratch, Map<String, Total> totals, int contents) {
    System.out.println(scratch.representationCacheDir());
    totals.forEach(
        (kind, total) ->
            System.out.printf(
                "%-14s %7d files  %10s%n", kind, total.files(), ByteCount.format(total.bytes())));
    Total all = totals.values().stream().reduce(new Total(0, 0), Total::plus);
    System.out.printf(
        "%-14s %7d files  %10s  of %d contents%n",
        "all", all.files(), ByteCount.format(all.bytes()), contents);
  }
}
