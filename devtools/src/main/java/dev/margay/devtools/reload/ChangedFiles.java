package dev.margay.devtools.reload;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;

/**
 * A burst that is over.
 *
 * @param files real paths; not all of them need to be there any more
 * @param last when the last of them was seen to change
 */
public record ChangedFiles(Set<Path> files, Instant last) {
  /** Takes a copy of the set. */
  public ChangedFiles {
    files = Set.copyOf(files);
  }
}
