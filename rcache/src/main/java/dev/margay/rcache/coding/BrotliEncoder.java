package dev.margay.rcache.coding;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.aayushatharva.brotli4j.encoder.Encoder.Parameters;
import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.Tier;
import java.io.IOException;
import java.io.OutputStream;

/** brotli (RFC 7932), with the smallest window that holds the whole content. */
public final class BrotliEncoder implements Encoder {
  private static final int FAST_QUALITY = 5;
  private static final int BEST_QUALITY = 11;
  private static final int SMALLEST_WINDOW = 16;
  private static final int LARGEST_WINDOW = 24;
  private static final int BUFFER = 64 * 1024;

  @Override
  public ContentCoding coding() {
    return ContentCoding.BR;
  }

  @Override
  public int revision() {
    return 1;
  }

  @Override
  public OutputStream encode(OutputStream sink, Tier tier, long contentLength) throws IOException {
    Brotli4jLoader.ensureAvailability();
    Parameters parameters =
        Parameters.create(tier == Tier.BEST ? BEST_QUALITY : FAST_QUALITY)
            .setWindow(window(contentLength));
    return new BrotliOutputStream(sink, parameters, BUFFER);
  }

  /**
   * The base-2 logarithm of the window: 16 bytes of each window cannot be referred to (RFC 7932
   * §9.1).
   */
  static int window(long contentLength) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(contentLength + 15);
    return Math.min(LARGEST_WINDOW, Math.max(SMALLEST_WINDOW, bits));
  }
}
