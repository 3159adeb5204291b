package dev.margay.rcache.key;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The SHA-256 of some bytes. It is the only name that content has in Margay: entity tags, cache
 * file names and digest keys all derive from it.
 */
public final class ContentHash {
  /** Length of the hash, in bytes. */
  public static final int BYTES = 32;

  private static final HexFormat HEX = HexFormat.of();
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private final byte[] bytes;

  private ContentHash(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The hash of all of {@code content}. */
  public static ContentHash of(byte[] content) {
    return finish(hashing(), content, 0, content.length);
  }

  /** Completes {@code digest}, which came from {@link #hashing()}. */
  public static ContentHash finish(MessageDigest digest) {
    return new ContentHash(digest.digest());
  }

  private static ContentHash finish(MessageDigest digest, byte[] content, int offset, int length) {
    digest.update(content, offset, length);
    return finish(digest);
  }

  /** A new SHA-256 computation, to be completed by {@link #finish}. */
  public static MessageDigest hashing() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Reads the hash back from 64 lower-case hexadecimal digits.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static ContentHash fromHex(String hex) {
    byte[] bytes = HEX.parseHex(hex);
    if (bytes.length != BYTES || !HEX.formatHex(bytes).equals(hex)) {
      throw new IllegalArgumentException("not 64 lower-case hexadecimal digits: " + hex);
    }
    return new ContentHash(bytes);
  }

  /** Reads the next 32 bytes of {@code buffer} as a hash. */
  public static ContentHash readFrom(ByteBuffer buffer) {
    byte[] bytes = new byte[BYTES];
    buffer.get(bytes);
    return new ContentHash(bytes);
  }

  /** Writes the 32 bytes of the hash to {@code buffer}. */
  public void writeTo(ByteBuffer buffer) {
    buffer.put(bytes);
  }

  /** 64 lower-case hexadecimal digits. */
  public String hex() {
    return HEX.formatHex(bytes);
  }

  /**
   * The first {@code length} characters of the hash in base64url (RFC 4648 §5), as entity tags use
   * it.
   *
   * @param length 1 to 43
   */
  public String base64url(int length) {
    return BASE64URL.encodeToString(bytes).substring(0, length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ContentHash that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return ByteBuffer.wrap(bytes).getInt();
  }

  /** The hash in hexadecimal. */
  @Override
  public String toString() {
    return hex();
  }
}
