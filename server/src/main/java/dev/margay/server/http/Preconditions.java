package dev.margay.server.http;

import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.key.EntityTag;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a conditional request asks for, in the order of RFC 9110 §13.2.2. {@code If-Range}, the last
 * in that order, is {@link ByteRanges}' to judge. To be asked only when the answer would otherwise
 * be a success (§13.2.1).
 */
public final class Preconditions {
  private static final Set<String> READS = Set.of("GET", "HEAD");

  /** Methods that select no representation: conditions on them are ignored (§13.2.1). */
  private static final Set<String> SELECT_NOTHING = Set.of("CONNECT", "OPTIONS", "TRACE");

  private Preconditions() {}

  /**
   * The fields as received: null if absent, several lines joined with commas.
   *
   * @param method never null
   */
  public record Conditions(
      String method,
      String ifMatch,
      String ifUnmodifiedSince,
      String ifNoneMatch,
      String ifModifiedSince) {}

  /**
   * What would be sent now.
   *
   * @param content the hash of the plain content
   * @param current the tag of the representation that was chosen
   * @param lastModified null if unknown; conditions on dates are then ignored
   * @param acceptable the codings that this request accepts
   */
  public record Selected(
      ContentHash content,
      EntityTag current,
      Instant lastModified,
      Predicate<ContentCoding> acceptable) {}

  /** The outcome. */
  public sealed interface Verdict permits Proceed, NotModified, Failed {}

  /** Answer as if there were no conditions. */
  public record Proceed() implements Verdict {}

  /**
   * Answer 304.
   *
   * @param tag what the client has: the selected representation is the one of this tag, which the
   *     304 carries
   */
  public record NotModified(EntityTag tag) implements Verdict {}

  /** Answer 412. */
  public record Failed() implements Verdict {}

  /** Applies the conditions. Linear in the length of the fields. */
  public static Verdict evaluate(Conditions request, Selected selected) {
    if (SELECT_NOTHING.contains(request.method())) {
      return new Proceed();
    }
    if (!stateHolds(request, selected)) {
      return new Failed();
    }
    Optional<EntityTag> held = held(request, selected);
    if (held.isEmpty()) {
      return new Proceed();
    }
    return READS.contains(request.method()) ? new NotModified(held.get()) : new Failed();
  }

  /** §13.2.2, steps 1 and 2: the client wants this state and no other. */
  private static boolean stateHolds(Conditions request, Selected selected) {
    if (request.ifMatch() != null) {
      EntityTagList wanted = EntityTagList.parse(request.ifMatch());
      return wanted.any()
          || wanted.members().stream()
              .anyMatch(member -> !member.weak() && member.tag().equals(selected.current()));
    }
    return unmodifiedSince(request.ifUnmodifiedSince(), selected).orElse(true);
  }

  /** §13.2.2, steps 3 and 4: what the client has already. */
  private static Optional<EntityTag> held(Conditions request, Selected selected) {
    if (request.ifNoneMatch() != null) {
      return listed(EntityTagList.parse(request.ifNoneMatch()), selected);
    }
    return READS.contains(request.method())
            && unmodifiedSince(request.ifModifiedSince(), selected).orElse(false)
        ? Optional.of(selected.current())
        : Optional.empty();
  }

  /**
   * Whoever has any acceptable representation of this content has this content, so the tag's end,
   * which names the bytes, is not compared, and neither is weakness (§8.8.3.2).
   */
  private static Optional<EntityTag> listed(EntityTagList list, Selected selected) {
    EntityTag current = selected.current();
    if (list.any() || list.members().stream().anyMatch(member -> member.tag().equals(current))) {
      return Optional.of(current);
    }
    return list.members().stream()
        .map(EntityTagList.Member::tag)
        .filter(tag -> tag.names(selected.content()))
        .filter(tag -> selected.acceptable().test(tag.coding()))
        .findFirst();
  }

  /**
   * Whether nothing changed after {@code date}; empty when the condition is to be ignored because
   * there is no date, none that can be read, or no time to compare it with (§13.1.3, §13.1.4).
   */
  private static Optional<Boolean> unmodifiedSince(String date, Selected selected) {
    if (date == null || selected.lastModified() == null) {
      return Optional.empty();
    }
    Instant modified = selected.lastModified().truncatedTo(ChronoUnit.SECONDS);
    return HttpDate.parse(date).map(since -> !modified.isAfter(since));
  }
}
