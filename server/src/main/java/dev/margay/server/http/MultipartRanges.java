package dev.margay.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The frame of a {@code multipart/byteranges} body (RFC 9110 §14.6, RFC 2046 §5.1.1): everything
 * but the parts' own bytes. The body is {@code header(0)}, the first range's bytes, {@code
 * header(1)}, and so on, then {@code closing()}.
 */
public final class MultipartRanges {
  /** The token characters of RFC 2046's bchars: no quotes are needed around these. */
  private static final Pattern BOUNDARY = Pattern.compile("[0-9A-Za-z'+_.-]{1,70}");

  private final List<ByteRange> parts;
  private final String contentType;
  private final long length;
  private final String boundary;

  private MultipartRanges(List<ByteRange> parts, String contentType, long length, String boundary) {
    this.parts = List.copyOf(parts);
    this.contentType = contentType;
    this.length = length;
    this.boundary = boundary;
  }

  /**
   * The frame around {@code parts}.
   *
   * @param contentType of the whole, for each part's {@code Content-Type}
   * @param length of the whole, in bytes
   * @param boundary 1 to 70 letters, digits or {@code '+_.-}, which the parts' bytes must not hold:
   *     use a random one
   * @throws IllegalArgumentException for any other boundary
   */
  public static MultipartRanges of(
      List<ByteRange> parts, String contentType, long length, String boundary) {
    if (!BOUNDARY.matcher(boundary).matches()) {
      throw new IllegalArgumentException("not a boundary: " + boundary);
    }
    return new MultipartRanges(parts, contentType, length, boundary);
  }

  /** The response's own {@code Content-Type}. */
  public String mediaType() {
    return "multipart/byteranges; boundary=" + boundary;
  }

  /** The length of the whole body, in bytes. */
  public long contentLength() {
    long total = closing().length;
    for (int part = 0; part < parts.size(); part++) {
      total += header(part).length + parts.get(part).length();
    }
    return total;
  }

  /** What stands before the bytes of {@code part}, counted from 0. */
  public byte[] header(int part) {
    // The line break before a delimiter belongs to the delimiter, not to the part before it.
    String header =
        (part == 0 ? "--" : "\r\n--")
            + boundary
            + "\r\nContent-Type: "
            + contentType
            + "\r\nContent-Range: "
            + ContentRange.contentRange(parts.get(part), length)
            + "\r\n\r\n";
    return header.getBytes(ISO_8859_1);
  }

  /** What stands after the bytes of the last part. */
  public byte[] closing() {
    return ("\r\n--" + boundary + "--\r\n").getBytes(ISO_8859_1);
  }
}
