package dev.margay.server.assets;

import dev.margay.server.http.CodingNegotiation;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers what {@code Accept-Encoding} values mean: a browser sends the same one each time. */
final class Negotiations {
  /** More different values than this come from nobody who has a cache to profit from. */
  private static final int REMEMBERED = 1000;

  private static final int LONGEST = 256;

  private final CodingNegotiation absent = CodingNegotiation.of(null);
  private final Map<String, CodingNegotiation> known = new ConcurrentHashMap<>();

  CodingNegotiation of(String acceptEncoding) {
    if (acceptEncoding == null) {
      return absent;
    }
    CodingNegotiation negotiation = known.get(acceptEncoding);
    if (negotiation == null) {
      negotiation = CodingNegotiation.of(acceptEncoding);
      if (acceptEncoding.length() <= LONGEST && known.size() < REMEMBERED) {
        known.put(acceptEncoding, negotiation);
      }
    }
    return negotiation;
  }
}
