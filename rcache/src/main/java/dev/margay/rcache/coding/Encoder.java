package dev.margay.rcache.coding;

import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.Tier;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Turns plain bytes into one content coding. Implementations are stateless, safe for use by many
 * threads, and deterministic: equal input gives equal output for one {@link #revision()}.
 */
public interface Encoder {
  /** The coding that this encoder makes. */
  ContentCoding coding();

  /**
   * Part of every key: raised whenever the same input may give other bytes than before (a new
   * level, a new library whose output differs).
   */
  int revision();

  /**
   * Opens a stream that codes what is written to it. Closing it completes the coding and closes
   * {@code sink}.
   *
   * @param contentLength how many bytes will be written
   */
  OutputStream encode(OutputStream sink, Tier tier, long contentLength) throws IOException;
}
