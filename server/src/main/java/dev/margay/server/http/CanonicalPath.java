package dev.margay.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The path of a request, decoded exactly once: the one object that routing, header fields and file
 * lookup share, so that no two of them can read the same request differently. No segment is empty,
 * {@code .} or {@code ..}, or holds a slash, a backslash or a control character. Whether there is
 * such a file, and whether it may be shown, is for others to say.
 */
public final class CanonicalPath implements PathReading {
  /** The one folder that may be seen although its name begins with a dot (RFC 8615 §3). */
  private static final String WELL_KNOWN = ".well-known";

  private final List<String> segments;
  private final boolean directory;

  /** Made when it is first needed; making it twice does no harm. */
  private volatile String spelling;

  private CanonicalPath(List<String> segments, boolean directory) {
    this.segments = List.copyOf(segments);
    this.directory = directory || segments.isEmpty();
  }

  /**
   * A path that is well-formed except for empty segments.
   *
   * @param tidy the same raw spelling with each run of slashes collapsed to one. It begins with
   *     exactly one slash, so it cannot name another host, and holds nothing but URI characters: it
   *     can stand in a {@code Location} field as it is
   */
  public record Untidy(String tidy) implements PathReading {}

  /**
   * A path that is never looked up.
   *
   * @param reason a few words for a log line; holds nothing of the request
   */
  public record Refused(String reason) implements PathReading {}

  /**
   * Reads the raw path of a request target, without its query (RFC 9112 §3.2.1, RFC 9113 §8.3.1).
   * {@code %252e} is a name with the text {@code %2e} in it; semicolons are ordinary characters.
   */
  public static PathReading read(String rawPath) {
    if (!rawPath.startsWith("/")) {
      return new Refused("no leading slash");
    }
    List<String> segments = new ArrayList<>();
    List<String> spellings = new ArrayList<>();
    String[] raw = rawPath.substring(1).split("/", -1);
    for (String spelling : raw) {
      if (spelling.isEmpty()) {
        continue;
      }
      PathSegment.Decoding decoding = PathSegment.decode(spelling);
      if (decoding instanceof PathSegment.Fault fault) {
        return new Refused(fault.reason());
      }
      segments.add(((PathSegment.Text) decoding).value());
      spellings.add(spelling);
    }
    boolean directory = raw[raw.length - 1].isEmpty();
    // Only the end may be empty: it is what makes a path a directory's.
    return raw.length == segments.size() + (directory ? 1 : 0)
        ? new CanonicalPath(segments, directory)
        : new Untidy(spell(spellings.stream().map(PathSegment::tidy).toList(), directory));
  }

  /** The decoded segments from the root on, without empty ones; {@code /} has none. */
  public List<String> segments() {
    return segments;
  }

  /** Whether the path ends with a slash. */
  public boolean directory() {
    return directory;
  }

  /** The decoded segments joined by slashes, with none at either end: a name below a root. */
  public String relative() {
    return String.join("/", segments);
  }

  /**
   * The only raw spelling that Margay uses for this path: escapes only where RFC 3986 §3.3 (pchar)
   * requires them, in upper-case hexadecimal. Reading it gives an equal path.
   */
  public String spelling() {
    String known = spelling;
    if (known == null) {
      known = spell(segments.stream().map(PathSegment::encode).toList(), directory);
      spelling = known;
    }
    return known;
  }

  /** Whether a segment begins with a dot, other than a first one that is {@code .well-known}. */
  public boolean hidden() {
    int from = !segments.isEmpty() && segments.get(0).equals(WELL_KNOWN) ? 1 : 0;
    return segments.stream().skip(from).anyMatch(segment -> segment.startsWith("."));
  }

  /** The same path with a slash at its end. */
  public CanonicalPath asDirectory() {
    return directory ? this : new CanonicalPath(segments, true);
  }

  /**
   * What has the name {@code segment} in the folder of this path's name.
   *
   * @param segment a decoded name
   * @throws IllegalArgumentException if no path can have such a segment
   */
  public CanonicalPath child(String segment) {
    PathSegment.fault(segment)
        .ifPresent(
            fault -> {
              throw new IllegalArgumentException(fault.reason());
            });
    List<String> deeper = new ArrayList<>(segments);
    deeper.add(segment);
    return new CanonicalPath(deeper, false);
  }

  /** The folder that this path's last segment is in, as a directory; empty for the root. */
  public Optional<CanonicalPath> parent() {
    return segments.isEmpty()
        ? Optional.empty()
        : Optional.of(new CanonicalPath(segments.subList(0, segments.size() - 1), true));
  }

  private static String spell(List<String> spellings, boolean directory) {
    String end = directory && !spellings.isEmpty() ? "/" : "";
    return spellings.stream().collect(Collectors.joining("/", "/", end));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CanonicalPath that
        && directory == that.directory
        && segments.equals(that.segments);
  }

  @Override
  public int hashCode() {
    return 31 * segments.hashCode() + Boolean.hashCode(directory);
  }

  /** The {@link #spelling()}. */
  @Override
  public String toString() {
    return spelling();
  }
}
