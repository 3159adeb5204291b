package dev.margay.rcache.coding;

import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.Tier;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/** gzip (RFC 1952) without name or time in its header, so that equal content gives equal bytes. */
public final class GzipEncoder implements Encoder {
  private static final int FAST_LEVEL = 6;
  private static final int BEST_LEVEL = 9;
  private static final int UNKNOWN_OPERATING_SYSTEM = 255;

  @Override
  public ContentCoding coding() {
    return ContentCoding.GZIP;
  }

  @Override
  public int revision() {
    return 1;
  }

  @Override
  public OutputStream encode(OutputStream sink, Tier tier, long contentLength) throws IOException {
    GzipParameters parameters = new GzipParameters();
    parameters.setCompressionLevel(tier == Tier.BEST ? BEST_LEVEL : FAST_LEVEL);
    parameters.setOperatingSystem(UNKNOWN_OPERATING_SYSTEM);
    parameters.setBufferSize(32 * 1024);
    return new GzipCompressorOutputStream(sink, parameters);
  }
}
