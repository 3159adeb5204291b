package dev.margay.devtools.visits;

import dev.margay.server.metrics.EncoderWait;
import dev.margay.server.metrics.Exchange;
import java.util.List;
import java.util.Optional;

/**
 * How a request was answered. Times are by {@link System#nanoTime()}.
 *
 * @param bytes of the body that were sent
 * @param type the media type; empty if there is none
 * @param exchange what the server tells of the representation, if there was one
 * @param waited for a coded form, if there was one
 * @param headersAt when the header was given to the connection
 * @param endedAt when the last byte was, or when it failed
 * @param ending how it ended
 */
record Answer(
    int status,
    long bytes,
    String type,
    Optional<Exchange> exchange,
    Optional<EncoderWait> waited,
    long headersAt,
    long endedAt,
    Ending ending,
    List<Field> fields) {
  /** How an exchange ended. */
  enum Ending {
    /** All was sent. */
    SENT,
    /** It was cut off: the client did not want it, or went away. */
    CUT_OFF
  }

  Answer {
    fields = List.copyOf(fields);
  }

  /** How many bytes fewer were sent than the plain asset has: by a coding, or by a 304. */
  long saved() {
    boolean whole = status == 200 || status == 304;
    return whole && ending == Ending.SENT
        ? exchange.map(it -> Math.max(0, it.plainBytes() - bytes)).orElse(0L)
        : 0;
  }
}
