package dev.margay.rcache.coding;

import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.key.RepresentationKey;
import dev.margay.rcache.key.Tier;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The encoders at hand, by coding. */
public final class Encoders {
  private final Map<ContentCoding, Encoder> byCoding = new EnumMap<>(ContentCoding.class);

  /** One encoder for each coding; of two for the same coding the later one counts. */
  public Encoders(Collection<? extends Encoder> encoders) {
    encoders.forEach(encoder -> byCoding.put(encoder.coding(), encoder));
  }

  /** brotli, zstd and gzip. */
  public static Encoders all() {
    return new Encoders(List.of(new BrotliEncoder(), new ZstdEncoder(), new GzipEncoder()));
  }

  /** The codings that can be made, in the server's order of preference. */
  public Collection<ContentCoding> codings() {
    return byCoding.keySet();
  }

  /**
   * The encoder for {@code coding}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Encoder encoder(ContentCoding coding) {
    Encoder encoder = byCoding.get(coding);
    if (encoder == null) {
      throw new IllegalArgumentException("no encoder for " + coding.token());
    }
    return encoder;
  }

  /** The name of what this set of encoders makes from {@code content}. */
  public RepresentationKey key(ContentHash content, ContentCoding coding, Tier tier) {
    return new RepresentationKey(content, coding, encoder(coding).revision(), tier);
  }
}
