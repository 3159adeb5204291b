package dev.margay.rcache.store;

import dev.margay.rcache.key.ContentHash;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The hashes of some content's 64 KiB blocks, made in the same reading as the hash of the whole, so
 * that each block can be checked when it is read again later. Immutable.
 */
public final class BlockTable {
  /** Bytes in each block but the last. */
  public static final int BLOCK = 64 * 1024;

  /** Bytes kept of each block's SHA-256. */
  public static final int DIGEST = 16;

  private final long length;
  private final byte[] digests;

  private BlockTable(long length, byte[] digests) {
    this.length = length;
    this.digests = digests;
  }

  /**
   * The table that {@link #digests()} gave.
   *
   * @param length the content's length, in bytes
   * @throws IllegalArgumentException if the number of digests does not fit the length
   */
  static BlockTable of(long length, byte[] digests) {
    if (digests.length != blocks(length) * DIGEST) {
      throw new IllegalArgumentException(digests.length + " bytes for a content of " + length);
    }
    return new BlockTable(length, digests);
  }

  /** The table of content that is in memory. */
  static BlockTable ofBytes(byte[] content) {
    Builder builder = new Builder();
    builder.add(content, 0, content.length);
    return builder.finish().blocks();
  }

  /** How many blocks a content of {@code length} bytes has. */
  static long blocks(long length) {
    return (length + BLOCK - 1) / BLOCK;
  }

  /** The content's length, in bytes. */
  public long length() {
    return length;
  }

  /** How many bytes block {@code index} has. */
  int blockLength(long index) {
    return (int) Math.min(BLOCK, length - index * BLOCK);
  }

  /** The digests of all blocks, one after the other. */
  byte[] digests() {
    return digests;
  }

  /** The table as bytes: the content's length (8 bytes, big-endian), then the digests. */
  byte[] toBytes() {
    return ByteBuffer.allocate(Long.BYTES + digests.length).putLong(length).put(digests).array();
  }

  /**
   * Reads {@link #toBytes()} back.
   *
   * @throws IllegalArgumentException if these are no such bytes
   */
  static BlockTable fromBytes(byte[] bytes) {
    return of(
        ByteBuffer.wrap(bytes).getLong(), Arrays.copyOfRange(bytes, Long.BYTES, bytes.length));
  }

  /** Memory that the table takes, in bytes. */
  public int weight() {
    return digests.length;
  }

  /** Whether {@code block}, from position to limit, is what block {@code index} was. */
  boolean holds(long index, ByteBuffer block) {
    if (block.remaining() != blockLength(index)) {
      return false;
    }
    MessageDigest digest = ContentHash.hashing();
    digest.update(block.duplicate());
    int at = (int) index * DIGEST;
    return Arrays.equals(digest.digest(), 0, DIGEST, digests, at, at + DIGEST);
  }

  /**
   * Collects the hashes of the whole and of each block in one pass. Not safe for several threads.
   */
  static final class Builder {
    private final MessageDigest whole = ContentHash.hashing();
    private final MessageDigest block = ContentHash.hashing();
    private byte[] digests = new byte[4 * DIGEST];
    private int filled;
    private int inBlock;
    private long length;

    void add(byte[] bytes, int offset, int count) {
      whole.update(bytes, offset, count);
      int at = offset;
      int left = count;
      while (left > 0) {
        int step = Math.min(left, BLOCK - inBlock);
        block.update(bytes, at, step);
        at += step;
        left -= step;
        inBlock += step;
        length += step;
        if (inBlock == BLOCK) {
          closeBlock();
        }
      }
    }

    private void closeBlock() {
      if (filled == digests.length) {
        digests = Arrays.copyOf(digests, digests.length * 2);
      }
      System.arraycopy(block.digest(), 0, digests, filled, DIGEST);
      filled += DIGEST;
      inBlock = 0;
    }

    /** What was added so far, as a whole. The builder is spent. */
    Hashed finish() {
      if (inBlock > 0) {
        closeBlock();
      }
      return new Hashed(
          ContentHash.finish(whole), new BlockTable(length, Arrays.copyOf(digests, filled)));
    }
  }

  /** The outcome of one reading: the hash of the whole and the table of its blocks. */
  public record Hashed(ContentHash content, BlockTable blocks) {}
}
