package dev.margay.rcache.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When a published file was last used: its modification time, which means nothing else, because no
 * published file is ever written to. So recency takes no memory, survives restarts, and is seen by
 * every process. The access time would not do: most systems are mounted not to keep it.
 */
final class LastUse {
  private static final Logger log = LoggerFactory.getLogger(ContentStore.class);

  /**
   * A file used again and again is renewed no more often than this: well within the time for which
   * the evictor takes a file to be in flight.
   */
  private static final Duration RENEWED = Duration.ofMillis(100);

  private LastUse() {}

  static Instant of(Path file) throws IOException {
    return of(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
  }

  static Instant of(BasicFileAttributes attributes) {
    return attributes.lastModifiedTime().toInstant();
  }

  /** Takes note that {@code file}, if it is there, is used now. A fault costs it its turn only. */
  static void renew(Path file) {
    try {
      Instant now = Instant.now();
      if (Duration.between(of(file), now).abs().compareTo(RENEWED) > 0) {
        Files.setLastModifiedTime(file, FileTime.from(now));
      }
    } catch (IOException e) {
      log.debug("{} was used, but that cannot be noted", file, e);
    }
  }
}
