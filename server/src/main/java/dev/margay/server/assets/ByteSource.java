package dev.margay.server.assets;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Bytes on disk that are read piece by piece while they are sent. A reading fails where the bytes
 * are no longer those that the response's header promised.
 */
interface ByteSource extends Closeable {
  /** Reads some bytes from {@code position} into {@code buffer} and leaves it ready to be read. */
  void read(long position, ByteBuffer buffer) throws IOException;
}
