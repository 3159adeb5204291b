package dev.margay.server.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One member of a {@code Range} field before the length of the content is known (RFC 9110 §14.1.1).
 */
sealed interface RangeSpec {
  /** Both sides are optional here, because a pattern that forbids "-" would only be longer. */
  Pattern SPEC = Pattern.compile("([0-9]*)-([0-9]*)");

  /** The bytes that this names in content of {@code length} bytes; empty if unsatisfiable. */
  Optional<ByteRange> within(long length);

  /** {@code first-last}; {@code first-} has the greatest last. */
  record FromTo(long first, long last) implements RangeSpec {
    @Override
    public Optional<ByteRange> within(long length) {
      return first < length
          ? Optional.of(new ByteRange(first, Math.min(last, length - 1)))
          : Optional.empty();
    }
  }

  /** {@code -count}: the end of the content, or all of it if that is shorter. */
  record Suffix(long count) implements RangeSpec {
    @Override
    public Optional<ByteRange> within(long length) {
      return count > 0 && length > 0
          ? Optional.of(new ByteRange(Math.max(0, length - count), length - 1))
          : Optional.empty();
    }
  }

  /** Reads one member; empty if it is malformed or ends before it begins. */
  static Optional<RangeSpec> parse(String member) {
    Matcher matcher = SPEC.matcher(member);
    if (!matcher.matches() || member.equals("-")) {
      return Optional.empty();
    }
    String first = matcher.group(1);
    String last = matcher.group(2);
    if (first.isEmpty()) {
      return Optional.of(new Suffix(position(last)));
    }
    FromTo range = new FromTo(position(first), last.isEmpty() ? Long.MAX_VALUE : position(last));
    return range.first() <= range.last() ? Optional.of(range) : Optional.empty();
  }

  /** The number, or the greatest long for anything above: no content is that long. */
  private static long position(String digits) {
    long value = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (value > (Long.MAX_VALUE - digit) / 10) {
        return Long.MAX_VALUE;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
