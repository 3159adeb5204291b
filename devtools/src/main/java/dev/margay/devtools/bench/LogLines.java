package dev.margay.devtools.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Counts the lines of a log that a server appends to. What was counted is cut off the file, so that
 * hours of a benchmark do not fill the disk; that is only sound while nothing is written.
 */
final class LogLines {
  private static final int CHUNK = 1 << 20;

  private final Path file;
  private long counted;

  LogLines(Path file) {
    this.file = file;
  }

  /** How many lines were written since the beginning. A log that is not there has none. */
  long count() throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
      while (channel.read(chunk) >= 0) {
        chunk.flip();
        while (chunk.hasRemaining()) {
          counted += chunk.get() == '\n' ? 1 : 0;
        }
        chunk.clear();
      }
      channel.truncate(0);
      return counted;
    } catch (NoSuchFileException e) {
      return counted;
    }
  }
}
