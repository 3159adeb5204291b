package dev.margay.devtools.reload;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What was seen of files without their being read, so that a later look tells which of them
 * changed: for where the system does not tell. For one thread.
 */
final class Look {
  private record Seen(long size, long modified) {}

  private Map<Path, Seen> seen = new HashMap<>();

  /** Looks at every file below {@code folders}, and says which differ from the look before. */
  Set<Path> again(Set<WatchedFolder> folders) throws IOException {
    Map<Path, Seen> now = new HashMap<>();
    for (WatchedFolder folder : folders) {
      folder.walk(
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              now.put(file, new Seen(attributes.size(), attributes.lastModifiedTime().toMillis()));
              return FileVisitResult.CONTINUE;
            }
          });
    }
    Set<Path> changed = new HashSet<>();
    now.forEach(
        (file, what) -> {
          if (!what.equals(seen.get(file))) {
            changed.add(file);
          }
        });
    for (Path file : seen.keySet()) {
      if (!now.containsKey(file) && Files.notExists(file)) {
        changed.add(file);
      }
    }
    seen = now;
    return changed;
  }
}
