package dev.margay.server.http;

import dev.margay.rcache.key.ContentCoding;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The content codings that a request accepts (RFC 9110 §12.5.3). There are few different values, so
 * one may be kept for each {@code Accept-Encoding} string.
 *
 * @param preferred the acceptable ones of br, zstd, gzip and identity, best first: by the client's
 *     weights, and of equal weights in {@link ContentCoding}'s order. Empty if nothing is
 *     acceptable
 */
public record CodingNegotiation(List<ContentCoding> preferred) {
  private static final List<ContentCoding> NEGOTIABLE =
      List.of(ContentCoding.BR, ContentCoding.ZSTD, ContentCoding.GZIP, ContentCoding.IDENTITY);

  /**
   * {@code codings [ weight ]} (§12.4.2, §12.5.3). No two neighbouring parts can match the same
   * character, so matching is linear.
   */
  private static final Pattern MEMBER =
      Pattern.compile(
          "([!#$%&'*+.^_`|~0-9A-Za-z-]+)"
              + "(?:[ \t]*;[ \t]*[qQ]=(0(?:\\.[0-9]{0,3})?|1(?:\\.0{0,3})?))?");

  public CodingNegotiation {
    preferred = List.copyOf(preferred);
  }

  /**
   * Reads the field. Members that are malformed are ignored, of a coding named twice the higher
   * weight counts, and the work is linear in the field's length.
   *
   * @param acceptEncoding all lines of the field joined with commas, or null if there is none. Then
   *     only identity is accepted, although any coding might be sent: who does not say that it can
   *     decode one, most often cannot
   */
  public static CodingNegotiation of(String acceptEncoding) {
    Weights weights = new Weights();
    for (String member : FieldList.members(acceptEncoding == null ? "" : acceptEncoding)) {
      Matcher matcher = MEMBER.matcher(member);
      if (matcher.matches()) {
        weights.note(matcher.group(1), thousandths(matcher.group(2)));
      }
    }
    return new CodingNegotiation(
        NEGOTIABLE.stream()
            .filter(weights::acceptable)
            .sorted((one, other) -> Integer.compare(weights.rank(other), weights.rank(one)))
            .toList());
  }

  /** Whether the request accepts bytes in {@code coding}. */
  public boolean accepts(ContentCoding coding) {
    return preferred.contains(coding);
  }

  /** A qvalue, 0 to 1000; without one it is 1 (§12.4.2). */
  private static int thousandths(String qvalue) {
    if (qvalue == null || qvalue.startsWith("1")) {
      return 1000;
    }
    String decimals = qvalue.length() < 2 ? "" : qvalue.substring(2);
    return Integer.parseInt((decimals + "000").substring(0, 3));
  }

  /** What the field says of each coding, in thousandths. */
  private static final class Weights {
    private static final int UNSAID = -1;

    private final Map<ContentCoding, Integer> named = new EnumMap<>(ContentCoding.class);
    private int others = UNSAID;

    void note(String coding, int weight) {
      if (coding.equals("*")) {
        others = Math.max(others, weight);
      } else {
        ContentCoding.named(coding).ifPresent(known -> named.merge(known, weight, Math::max));
      }
    }

    /** Identity is acceptable unless it is refused, by name or by a {@code *} (§12.5.3). */
    boolean acceptable(ContentCoding coding) {
      int weight = named.getOrDefault(coding, others);
      return weight > 0 || (coding == ContentCoding.IDENTITY && weight == UNSAID);
    }

    /** Identity comes last unless the client names it: {@code *} asks for whatever is smallest. */
    int rank(ContentCoding coding) {
      return named.getOrDefault(coding, coding == ContentCoding.IDENTITY ? 0 : others);
    }
  }
}
