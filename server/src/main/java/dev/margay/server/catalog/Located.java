package dev.margay.server.catalog;

import dev.margay.server.http.MediaType;
import java.io.IOException;
import java.nio.file.Path;

/** What a path leads to. */
public sealed interface Located {
  /** A file, read and hashed. */
  record Found(AssetFacts facts) implements Located {}

  /**
   * A file too large to be hashed within the time that a visitor waits, or larger still and being
   * written to: it can be sent, but nothing can be promised of it.
   */
  record Unhashed(Path file, FileStamp stamp, MediaType type) implements Located {
    /** Whether the file's stamp is still what it was. */
    public boolean unchanged() throws IOException {
      return FileStamp.of(file).equals(stamp);
    }
  }

  /** A folder, asked for without the slash at its end. */
  record Folder() implements Located {}

  /** Nothing, or nothing that may be shown: the two are not told apart. */
  record Missing() implements Located {}
}
