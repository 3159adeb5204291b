package dev.margay.rcache.coding;

import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.Tier;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** gzip (RFC 1952) without name or time in its header, so that equal content gives equal bytes. */
public final class GzipEncoder implements Encoder {
  private static final int FAST_LEVEL = 6;
  private static final int BEST_LEVEL = 9;
  private static final int BUFFER_BYTES = 32 * 1024;

  @Override
  public ContentCoding coding() {
    return ContentCoding.GZIP;
  }

  @Override
  public int revision() {
    return 2;
  }

  @Override
  public OutputStream encode(OutputStream sink, Tier tier, long contentLength) throws IOException {
    return new Gzip(sink, tier == Tier.BEST ? BEST_LEVEL : FAST_LEVEL);
  }

  /** Java's own, which has no level to choose. */
  private static final class Gzip extends GZIPOutputStream {
    Gzip(OutputStream sink, int level) throws IOException {
      super(sink, BUFFER_BYTES);
      def.setLevel(level);
    }
  }
}
