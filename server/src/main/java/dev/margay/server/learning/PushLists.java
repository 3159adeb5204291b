package dev.margay.server.learning;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.margay.server.catalog.FileStamp;
import dev.margay.server.config.ConfigMistake;
import dev.margay.server.config.PushListFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The push lists of a site's pages, read again when they change. One with a mistake is ignored,
 * with one warning for each version of it.
 */
final class PushLists {
  private static final Logger log = LoggerFactory.getLogger(PushLists.class);
  private static final int HELD = 1024;

  private final InstantSource clock;
  private final Cache<Path, Version> versions = Caffeine.newBuilder().maximumSize(HELD).build();

  /**
   * One version of a list.
   *
   * @param settled whether an equal stamp, seen later, proves that nothing changed
   * @param mistakes for which it is ignored
   */
  private record Version(
      FileStamp stamp, boolean settled, Optional<PushList> list, List<ConfigMistake> mistakes) {}

  PushLists(InstantSource clock) {
    this.clock = clock;
  }

  /** The list next to {@code page}, as it is now, if there is a right one; looks at the disk. */
  Optional<PushList> of(Path page) {
    Path file = PushListFile.of(page);
    FileStamp stamp;
    try {
      stamp = FileStamp.of(file.toRealPath());
    } catch (IOException e) {
      versions.invalidate(file);
      return Optional.empty(); // most pages have none
    }
    Version last = versions.getIfPresent(file);
    if (last != null && last.settled() && last.stamp().equals(stamp)) {
      return last.list();
    }
    Version now = read(file, stamp);
    if (!now.mistakes().isEmpty() && (last == null || !last.mistakes().equals(now.mistakes()))) {
      log.warn("A push list is ignored: {}", now.mistakes().get(0));
    }
    versions.put(file, now);
    return now.list();
  }

  private Version read(Path file, FileStamp stamp) {
    boolean settled = stamp.quietAt(clock.instant());
    PushListFile.Reading reading = PushListFile.read(file);
    return reading instanceof PushListFile.Reading.Valid valid
        ? new Version(stamp, settled, Optional.of(PushList.of(valid.hints())), List.of())
        : new Version(
            stamp, settled, Optional.empty(), ((PushListFile.Reading.Invalid) reading).mistakes());
  }
}
