package dev.margay.server.http;

import dev.margay.rcache.key.EntityTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which bytes a {@code Range} field asks for (RFC 9110 §14). It is for GET only (§14.2), and only
 * after the other conditions (§13.2.2); both are the caller's to see to.
 */
public final class ByteRanges {
  /** As many as a field may list. More are not an error, but are answered with the whole. */
  private static final int MOST = 8;

  private static final String UNIT = "bytes=";

  private ByteRanges() {}

  /** The outcome. */
  public sealed interface Selection permits Whole, Parts, Unsatisfiable {}

  /** Answer 200 with everything, as if there were no Range. */
  public record Whole() implements Selection {}

  /**
   * Answer 206.
   *
   * @param ranges 1 to 8 that neither overlap nor adjoin, so that together they are never longer
   *     than the content; in the order of the request, a merged one in the place of its first part
   */
  public record Parts(List<ByteRange> ranges) implements Selection {
    public Parts {
      ranges = List.copyOf(ranges);
    }
  }

  /** Answer 416. */
  public record Unsatisfiable() implements Selection {}

  /**
   * Applies a {@code Range} field to the selected representation. Another unit, anything malformed
   * and too many ranges are ignored as §14.2 allows, and so is every Range on empty content: a
   * client that asks for the beginning of an empty file wants the empty file.
   *
   * @param range null if absent
   * @param length of the representation, in bytes; 0 or more
   */
  public static Selection select(String range, long length) {
    if (range == null || length == 0 || !range.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
      return new Whole();
    }
    List<String> members = FieldList.members(range.substring(UNIT.length()));
    if (members.isEmpty() || members.size() > MOST) {
      return new Whole();
    }
    List<ByteRange> ranges = new ArrayList<>();
    for (String member : members) {
      Optional<RangeSpec> spec = RangeSpec.parse(member);
      if (spec.isEmpty()) {
        return new Whole();
      }
      spec.get().within(length).ifPresent(ranges::add);
    }
    return ranges.isEmpty() ? new Unsatisfiable() : new Parts(merged(ranges));
  }

  /**
   * Whether a Range is to be applied, by strong comparison with the whole tag (§13.1.5). A date
   * never holds, although a client may send one: two versions of a file may share a second, which
   * makes its time a weak validator (§8.8.2.2), and bytes of the two must never be joined.
   *
   * @param ifRange null if absent
   */
  public static boolean ifRangeHolds(String ifRange, EntityTag current) {
    return ifRange == null || ifRange.strip().equals(current.toString());
  }

  private static List<ByteRange> merged(List<ByteRange> asked) {
    List<ByteRange> apart = new ArrayList<>();
    for (ByteRange range : asked) {
      // Those in "apart" touch none of each other, so what the union touches, "range" touches.
      List<ByteRange> touched = apart.stream().filter(range::touches).toList();
      int place = touched.isEmpty() ? apart.size() : apart.indexOf(touched.get(0));
      apart.removeAll(touched);
      apart.add(place, touched.stream().reduce(range, ByteRange::union));
    }
    return apart;
  }
}
