package dev.margay.server.visitor;

import dev.margay.rcache.key.ContentHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Names one version of one asset in what is remembered of a visitor: the first 64 bits of
 * SHA-256(target, LF, content hash in 64 lower-case hex digits). A changed asset has another key,
 * so nothing has to be forgotten when it changes.
 */
public record AssetKey(long bits) {
  private static final int DIGEST_BITS = 15;

  /**
   * The key of the asset that {@code target} leads to.
   *
   * @param target path and query, as in the request
   */
  public static AssetKey of(String target, ContentHash content) {
    String named = target + '\n' + content.hex();
    ByteBuffer hash = ByteBuffer.allocate(ContentHash.BYTES);
    ContentHash.of(named.getBytes(StandardCharsets.UTF_8)).writeTo(hash);
    return new AssetKey(hash.getLong(0));
  }

  /** The first 15 bits, which stand for the asset in a {@link CacheDigest}: 0 to 32767. */
  public int inDigest() {
    return (int) (bits >>> (Long.SIZE - DIGEST_BITS));
  }
}
