package dev.margay.rcache.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Bytes of a known content: what is read from a body is that content, or the reading fails. */
public sealed interface Body {
  /** How many bytes, at least 0. */
  long length();

  /**
   * Reads the body from its start.
   *
   * @throws IOException if it cannot be opened; the stream throws {@link ContentChangedException}
   *     where the bytes are no longer the content's
   */
  InputStream open() throws IOException;

  /** Memory that the body takes, in bytes. */
  int weight();

  /** Bytes held in memory. */
  final class InMemory implements Body {
    private final byte[] bytes;

    /** A body of all of {@code bytes}, which nobody may write to from now on. */
    public InMemory(byte[] bytes) {
      this.bytes = bytes;
    }

    /** The bytes themselves, not to be written to. */
    public byte[] bytes() {
      return bytes;
    }

    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }

    /**
     * The same bytes for a job that may wait for long: it holds no more of them than their hashes,
     * and reads them from {@code file}, which they came from, when its turn comes.
     */
    public OnDisk unloaded(Path file) {
      return new OnDisk(file, BlockTable.ofBytes(bytes));
    }

    @Override
    public int weight() {
      return bytes.length;
    }
  }

  /** The first {@code blocks.length()} bytes of a file, each block checked when it is read. */
  record OnDisk(Path file, BlockTable blocks) implements Body {
    @Override
    public long length() {
      return blocks.length();
    }

    /** A file that was removed, or replaced by what cannot be opened, is changed content too. */
    @Override
    public InputStream open() throws IOException {
      try {
        return new BlockInputStream(BlockReader.open(file, blocks));
      } catch (FileSystemException e) {
        throw new ContentChangedException(file, e);
      }
    }

    @Override
    public int weight() {
      return blocks.weight();
    }
  }
}
