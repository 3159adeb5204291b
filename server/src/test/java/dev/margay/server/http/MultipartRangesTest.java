package dev.margay.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartRangesTest {
  private static final byte[] CONTENT = "0123456789ab".getBytes(ISO_8859_1);
  private static final List<ByteRange> RANGES =
      List.of(new ByteRange(10, 11), new ByteRange(0, 4), new ByteRange(7, 7));

  private static byte[] body(MultipartRanges frame, List<ByteRange> ranges) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int part = 0; part < ranges.size(); part++) {
      body.writeBytes(frame.header(part));
      body.write(CONTENT, (int) ranges.get(part).first(), (int) ranges.get(part).length());
    }
    body.writeBytes(frame.closing());
    return body.toByteArray();
  }

  @Test
  void eachPartHasItsTypeAndPlace() {
    MultipartRanges frame = MultipartRanges.of(RANGES, "text/plain", 12, "B-1");
    assertThat(body(frame, RANGES))
        .asString(ISO_8859_1)
        .isEqualTo(
            String.join(
                "\r\n",
                "--B-1",
                "Content-Type: text/plain",
                "Content-Range: bytes 10-11/12",
                "",
                "ab",
                "--B-1",
                "Content-Type: text/plain",
                "Content-Range: bytes 0-4/12",
                "",
                "01234",
                "--B-1",
                "Content-Type: text/plain",
                "Content-Range: bytes 7-7/12",
                "",
                "7",
                "--B-1--",
                ""));
  }

  @Test
  void theLengthSaidIsTheLengthSent() {
    for (int count = 1; count <= RANGES.size(); count++) {
      List<ByteRange> ranges = RANGES.subList(0, count);
      MultipartRanges frame =
          MultipartRanges.of(ranges, "text/html; charset=utf-8", 12, "x".repeat(70));
      assertThat(frame.contentLength()).isEqualTo(body(frame, ranges).length);
    }
  }

  @Test
  void lengthsBeyondAnIntAreExact() {
    List<ByteRange> ranges =
        List.of(new ByteRange(0, 4_999_999_999L), new ByteRange(6_000_000_000L, 6_000_000_000L));
    MultipartRanges frame = MultipartRanges.of(ranges, "video/mp4", 7_000_000_000L, "b");
    int framing = frame.header(0).length + frame.header(1).length + frame.closing().length;
    assertThat(frame.contentLength()).isEqualTo(5_000_000_001L + framing);
  }

  @Test
  void theResponseNamesTheBoundary() {
    assertThat(MultipartRanges.of(RANGES, "text/plain", 12, "abc").mediaType())
        .isEqualTo("multipart/byteranges; boundary=abc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\r\nb", "a\"b", "a;b", "é"})
  void boundariesThatWouldNeedQuotesAreRefused(String boundary) {
    assertThatThrownBy(() -> MultipartRanges.of(RANGES, "text/plain", 12, boundary))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void boundariesAreAtMost70Characters() {
    assertThatThrownBy(() -> MultipartRanges.of(RANGES, "text/plain", 12, "x".repeat(71)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
