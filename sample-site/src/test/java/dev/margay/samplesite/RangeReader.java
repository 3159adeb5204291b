package dev.margay.samplesite;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.samplesite.Browser.Answer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Asks for parts of one representation that was seen whole, and holds them to its bytes. */
final class RangeReader {
  private static final String ONE_DATE = "Sun, 06 Nov 1994 08:49:37 GMT";

  private final Browser browser;
  private final FileFacts file;
  private final Sent sent;
  private final int length;
  private final Random random;

  RangeReader(Browser browser, FileFacts file, Sent sent, Random random) {
    this.browser = browser;
    this.file = file;
    this.sent = sent;
    this.length = sent.bytes().length;
    this.random = random;
  }

  /** Reads parts in every form that there is. */
  void readParts() {
    if (length == 0) {
      return; // there are no parts of nothing: a Range is ignored
    }
    int first = random.nextInt(length);
    int last = first + random.nextInt(length - first);
    isPart(ask(first + "-" + last), first, last);
    isPart(ask(first + "-" + last, sent.tag()), first, last);
    isPart(ask(first + "-"), first, length - 1);
    isPart(ask(first + "-" + (length + 7L), sent.tag()), first, length - 1);
    isPart(ask("-" + (length - first)), first, length - 1);
    isPart(ask("-" + (length + 7L), sent.tag()), 0, length - 1);
    isUnsatisfiable(ask(length + "-"));
    readSeveralParts();
    readWholeWhereTheConditionFails(first + "-" + last);
  }

  /** Three parts with gaps between them, in any order. */
  private void readSeveralParts() {
    if (length < 12) {
      return;
    }
    int third = length / 3;
    List<int[]> parts =
        List.of(
            partWithin(third, 2 * third), partWithin(0, third), new int[] {length - 2, length - 1});
    String ranges = String.join(", ", parts.stream().map(part -> part[0] + "-" + part[1]).toList());
    Answer answer = ask(ranges, sent.tag());
    String what = file.target() + " bytes=" + ranges;
    assertThat(answer.status()).as(what).isEqualTo(206);
    hasFieldsOfTheWhole(what, answer);
    assertThat(answer.field("content-range")).as(what).isNull();
    String type = answer.field("content-type");
    assertThat(type).as(what).startsWith("multipart/byteranges; boundary=");
    String boundary = type.substring(type.indexOf('=') + 1);
    assertThat(new String(answer.body(), ISO_8859_1))
        .as(what)
        .isEqualTo(multipart(parts, boundary));
  }

  /** Leaves the last byte out, so that parts do not touch. */
  private int[] partWithin(int from, int to) {
    int first = from + random.nextInt(to - from - 2);
    return new int[] {first, first + random.nextInt(to - 1 - first)};
  }

  private String multipart(List<int[]> parts, String boundary) {
    StringBuilder body = new StringBuilder();
    for (int[] part : parts) {
      body.append(body.length() == 0 ? "--" : "\r\n--")
          .append(boundary)
          .append("\r\nContent-Type: ")
          .append(file.contentType())
          .append("\r\nContent-Range: bytes ")
          .append(part[0] + "-" + part[1] + "/" + length)
          .append("\r\n\r\n")
          .append(new String(sent.bytes(), part[0], part[1] - part[0] + 1, ISO_8859_1));
    }
    return body.append("\r\n--").append(boundary).append("--\r\n").toString();
  }

  private void readWholeWhereTheConditionFails(String range) {
    String foreign = Tag.of(new byte[] {1}, sent.coding(), sent.bytes());
    isWhole(ask(range, foreign));
    isWhole(ask(range, "W/" + sent.tag()));
    isWhole(ask(range, ONE_DATE));
    String modified = ask(range).field("last-modified");
    if (modified != null) {
      isWhole(ask(range, modified));
    }
  }

  private Answer ask(String range) {
    return browser.get(file.target(), "Accept-Encoding", sent.coding(), "Range", "bytes=" + range);
  }

  private Answer ask(String range, String ifRange) {
    return browser.get(
        file.target(),
        "Accept-Encoding",
        sent.coding(),
        "Range",
        "bytes=" + range,
        "If-Range",
        ifRange);
  }

  private void isPart(Answer answer, int first, int last) {
    String range = "bytes " + first + "-" + last + "/" + length;
    String what = file.target() + " in " + sent.coding() + ", " + range;
    assertThat(answer.status()).as(what).isEqualTo(206);
    assertThat(answer.field("content-range")).isEqualTo(range);
    assertThat(answer.field("content-type")).as(what).isEqualTo(file.contentType());
    assertThat(answer.body()).as(what).isEqualTo(Arrays.copyOfRange(sent.bytes(), first, last + 1));
    hasFieldsOfTheWhole(what, answer);
  }

  private void hasFieldsOfTheWhole(String what, Answer answer) {
    assertThat(answer.tag()).as(what).isEqualTo(sent.tag());
    assertThat(answer.coding()).as(what).isEqualTo(sent.coding());
    assertThat(answer.field("content-length"))
        .as(what)
        .isEqualTo(String.valueOf(answer.body().length));
    variesLikeTheFile(what, answer);
  }

  private void variesLikeTheFile(String what, Answer answer) {
    assertThat(answer.field("vary"))
        .as("Vary of %s", what)
        .isEqualTo(file.negotiable() ? "Accept-Encoding" : null);
  }

  private void isWhole(Answer answer) {
    String what = file.target() + " in " + sent.coding() + ", If-Range fails";
    assertThat(answer.status()).as(what).isEqualTo(200);
    assertThat(answer.body()).as(what).isEqualTo(sent.bytes());
    assertThat(answer.field("content-range")).as(what).isNull();
    hasFieldsOfTheWhole(what, answer);
  }

  private void isUnsatisfiable(Answer answer) {
    String what = file.target() + " in " + sent.coding() + ", beyond its end";
    assertThat(answer.status()).as(what).isEqualTo(416);
    assertThat(answer.field("content-range")).as(what).isEqualTo("bytes */" + length);
    variesLikeTheFile(what, answer);
  }
}
