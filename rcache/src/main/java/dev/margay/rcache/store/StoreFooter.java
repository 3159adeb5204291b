package dev.margay.rcache.store;

import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.key.StoreKey;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What stands behind the payload of every file in the store. A file is
 *
 * <pre>
 *   payload          any length
 *   block digests    16 bytes for each 64 KiB of payload
 *   footer           96 bytes, big-endian:
 *      8  magic "MARGAY01"
 *      4  kind (0 bytes worth keeping, 1 a note that they were not)
 *      4  bytes in a block
 *      8  length of the payload
 *     32  SHA-256 of the payload
 *      8  the first bytes of the SHA-256 of the file's name
 *     32  SHA-256 of the block digests and of the footer up to here
 * </pre>
 *
 * so that any cut, any changed byte and any renamed file is noticed.
 */
record StoreFooter(Kind kind, ContentHash payload, BlockTable blocks) {
  static final int BYTES = 96;
  private static final int PAYLOAD_LENGTH_AT = 16;
  private static final int SEALED_BYTES = BYTES - ContentHash.BYTES;
  private static final long MAGIC =
      ByteBuffer.wrap("MARGAY01".getBytes(StandardCharsets.US_ASCII)).getLong();

  /** What a file in the store says. */
  enum Kind {
    /** The payload is what the name says. */
    KEPT(0),
    /**
     * The payload is empty: the coding was tried, and its bytes were no smaller than the content's.
     */
    NOT_SMALLER(1);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    static Optional<Kind> of(int code) {
      return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
    }
  }

  /** The block digests and the footer, ready to be written behind the payload. */
  ByteBuffer encode(StoreKey key) {
    byte[] digests = blocks.digests();
    ByteBuffer tail = ByteBuffer.allocate(digests.length + BYTES);
    tail.put(digests).putLong(MAGIC).putInt(kind.code).putInt(BlockTable.BLOCK);
    tail.putLong(blocks.length());
    payload.writeTo(tail);
    tail.putLong(nameSeal(key));
    MessageDigest seal = ContentHash.hashing();
    seal.update(tail.array(), 0, tail.position());
    return tail.put(seal.digest()).flip();
  }

  /**
   * How long the tail of a file with this footer is, told by the footer's own bytes; empty if they
   * do not fit the size of the file, so that no damaged length is ever allocated.
   */
  static OptionalInt tailLength(ByteBuffer footer, long fileSize) {
    long payloadLength = footer.getLong(footer.position() + PAYLOAD_LENGTH_AT);
    if (payloadLength < 0 || payloadLength > fileSize) {
      return OptionalInt.empty();
    }
    long tail = BlockTable.blocks(payloadLength) * BlockTable.DIGEST + BYTES;
    return payloadLength + tail == fileSize && tail <= Integer.MAX_VALUE
        ? OptionalInt.of((int) tail)
        : OptionalInt.empty();
  }

  /** Reads what {@link #encode} made for the same key; empty if anything in it is not so. */
  static Optional<StoreFooter> decode(ByteBuffer tail, StoreKey key) {
    try {
      byte[] digests = new byte[tail.remaining() - BYTES];
      MessageDigest seal = ContentHash.hashing();
      seal.update(tail.duplicate().limit(tail.position() + digests.length + SEALED_BYTES));
      tail.get(digests);
      boolean known = tail.getLong() == MAGIC;
      Optional<Kind> kind = Kind.of(tail.getInt());
      known &= tail.getInt() == BlockTable.BLOCK;
      long length = tail.getLong();
      ContentHash payload = ContentHash.readFrom(tail);
      known &= tail.getLong() == nameSeal(key);
      byte[] written = new byte[ContentHash.BYTES];
      tail.get(written);
      if (!known || !Arrays.equals(written, seal.digest()) || kind.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(new StoreFooter(kind.get(), payload, BlockTable.of(length, digests)));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static long nameSeal(StoreKey key) {
    ByteBuffer hash = ByteBuffer.allocate(ContentHash.BYTES);
    ContentHash.of(key.name().getBytes(StandardCharsets.US_ASCII)).writeTo(hash);
    return hash.getLong(0);
  }
}
