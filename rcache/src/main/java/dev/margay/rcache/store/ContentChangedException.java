package dev.margay.rcache.store;

import java.io.IOException;
import java.nio.file.Path;

/** A file's bytes are not those that were hashed: it was written to, cut or damaged since. */
public final class ContentChangedException extends IOException {
  private static final long serialVersionUID = 1L;

  ContentChangedException(Path file) {
    super(file + " changed since it was hashed");
  }

  ContentChangedException(Path file, IOException cause) {
    super(file + " changed since it was hashed", cause);
  }
}
