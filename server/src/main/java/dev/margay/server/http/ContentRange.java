package dev.margay.server.http;

/** The {@code Content-Range} field (RFC 9110 §14.4). */
public final class ContentRange {
  private ContentRange() {}

  /** Its value in a 206: {@code bytes 0-4/10}. */
  public static String contentRange(ByteRange range, long length) {
    return "bytes " + range.first() + '-' + range.last() + '/' + length;
  }

  /** Its value in a 416: {@code bytes *}{@code /10}. */
  public static String unsatisfiable(long length) {
    return "bytes */" + length;
  }
}
