package dev.margay.devtools.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Counts the lines of a log that a server appends to. */
final class LogLines {
  private static final int CHUNK = 1 << 20;

  private final Path file;
  private long counted;

  /** Up to where the file was read. */
  private long offset;

  LogLines(Path file) {
    this.file = file;
  }

  /** How many lines were written since the beginning. A log that is not there has none. */
  long count() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.position(offset);
      ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
      while (channel.read(chunk) >= 0) {
        chunk.flip();
        offset += chunk.remaining();
        while (chunk.hasRemaining()) {
          counted += chunk.get() == '\n' ? 1 : 0;
        }
        chunk.clear();
      }
    } catch (NoSuchFileException e) {
      // nothing was written yet
    }
    return counted;
  }

  /**
   * Empties the file of what was counted, so that hours of a benchmark do not fill the disk. Lines
   * that are written at that very moment are lost: ask while the server is idle.
   */
  void cut() throws IOException {
    count();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(0);
      offset = 0;
    } catch (NoSuchFileException e) {
      // nothing was written yet
    }
  }
}
