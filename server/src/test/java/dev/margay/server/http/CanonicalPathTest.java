package dev.margay.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.server.http.CanonicalPath.Refused;
import dev.margay.server.http.CanonicalPath.Untidy;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalPathTest {
  private static CanonicalPath path(String raw) {
    PathReading reading = CanonicalPath.read(raw);
    assertThat(reading).as(raw).isInstanceOf(CanonicalPath.class);
    return (CanonicalPath) reading;
  }

  @ParameterizedTest
  @CsvSource({
    "/, '', /",
    "/a, a, /a",
    "/a/, a, /a/",
    "/a/b.css, a/b.css, /a/b.css",
    "/%61%2Ecss, a.css, /a.css",
    "/a%20b, a b, /a%20b",
    "/%e2%82%ac, €, /%E2%82%AC",
    "/€, €, /%E2%82%AC",
    "/a;v=1, a;v=1, /a;v=1",
    "/..;/x, ..;/x, /..;/x",
    "/a%3fb%23c, a?b#c, /a%3Fb%23c",
    "/%252e, %2e, /%252e",
    "/%252e%252e/x, %2e%2e/x, /%252e%252e/x",
    "/100%25, 100%, /100%25",
    "/.../x, .../x, /.../x",
    "/a%7Eb, a~b, /a~b",
    "/[x], [x], /%5Bx%5D",
    "'/-._~!$&''()*+,;=:@', '-._~!$&''()*+,;=:@', '/-._~!$&''()*+,;=:@'",
  })
  void pathsAreDecodedOnceAndSpelledInOneWay(String raw, String relative, String spelling) {
    assertThat(path(raw).relative()).isEqualTo(relative);
    assertThat(path(raw).spelling()).isEqualTo(spelling);
    assertThat(path(spelling)).isEqualTo(path(raw)).hasSameHashCodeAs(path(raw));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "a",
        "http://x/a",
        "%2Fa",
        "\\a",
        "?x",
        "/a?b",
        "/a#b",
        "/.",
        "/..",
        "/./a",
        "/../a",
        "/a/..",
        "/a/../b",
        "/a/.",
        "/a/./",
        "/%2e",
        "/%2E%2e/a",
        "/.%2e/a",
        "/%2e./a",
        "//..",
        "//../a",
        "/a//%2e%2e/",
        "/a%2Fb",
        "/a%2fb",
        "/a%5Cb",
        "/a%5cb",
        "/a\\b",
        "//evil.example/\\..",
        "/%00",
        "/a%00.css",
        "/a%0d%0ab",
        "/a%1f",
        "/a%7f",
        "/a\u0000",
        "/a\nb",
        "/a\tb",
        "/a\u007f",
        "/%",
        "/a%",
        "/a%4",
        "/%zz",
        "/%4g",
        "/%-1",
        "/%+1",
        "/%c0%ae",
        "/%c0%af",
        "/%ff",
        "/%c3",
        "/%c3/%a9",
        "/%e2%82",
        "/%ed%a0%80",
        "/%f4%90%80%80",
        "/%f8%88%80%80%80",
        "/\u00c3%a9%a9",
        "/\ud800",
        "/\udc00x",
        "/%u0041"
      })
  void whatCouldMeanTwoThingsIsRefused(String raw) {
    assertThat(CanonicalPath.read(raw)).isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @CsvSource({
    "/a/%2e%2e/b, dot segment",
    "/a%2fb, encoded slash",
    "/a\\b, backslash",
    "/a%00, control character",
    "/%ff, malformed UTF-8",
    "/%4, malformed percent-encoding",
    "a, no leading slash",
    "/a?b, query or fragment in path",
  })
  void refusalsSayWhy(String raw, String reason) {
    assertThat(CanonicalPath.read(raw)).isEqualTo(new Refused(reason));
  }

  @ParameterizedTest
  @CsvSource({
    "//, /",
    "////, /",
    "//a, /a",
    "/a//, /a/",
    "/a//b, /a/b",
    "//evil.example/x, /evil.example/x",
    "///evil.example, /evil.example",
    "//%61///b%2e/, /%61/b%2e/",
    "//é, /%C3%A9",
    "//a b\"<>, /a%20b%22%3C%3E",
    "//https://x, /https:/x",
  })
  void emptySegmentsAreUntidy(String raw, String tidy) {
    assertThat(CanonicalPath.read(raw)).isEqualTo(new Untidy(tidy));
    assertThat(CanonicalPath.read(tidy)).isInstanceOf(CanonicalPath.class);
  }

  @ParameterizedTest
  @CsvSource({
    "/, false",
    "/a.b, false",
    "/.env, true",
    "/%2eenv, true",
    "/a/.git/config, true",
    "/.well-known, false",
    "/.well-known/, false",
    "/.well-known/security.txt, false",
    "/%2ewell-known/security.txt, false",
    "/.well-known/.secret, true",
    "/.well-known/.well-known/a, true",
    "/a/.well-known/x, true",
    "/.well-knownx, true",
    "/.Well-Known/x, true",
  })
  void dotNamesAreHiddenExceptTheFirstWellKnown(String raw, boolean hidden) {
    assertThat(path(raw).hidden()).isEqualTo(hidden);
  }

  @Test
  void theRootIsADirectoryWithoutSegments() {
    assertThat(path("/").segments()).isEmpty();
    assertThat(path("/").directory()).isTrue();
    assertThat(path("/").parent()).isEmpty();
    assertThat(path("/").asDirectory()).isEqualTo(path("/"));
  }

  @Test
  void aSlashAtTheEndMakesADirectory() {
    assertThat(path("/a/").directory()).isTrue();
    assertThat(path("/a").directory()).isFalse();
    assertThat(path("/a")).isNotEqualTo(path("/a/"));
    assertThat(path("/a").asDirectory()).isEqualTo(path("/a/"));
  }

  @Test
  void childrenAndParentsAreFolderSteps() {
    assertThat(path("/").child("index.html")).isEqualTo(path("/index.html"));
    assertThat(path("/a/").child("b c")).isEqualTo(path("/a/b%20c"));
    assertThat(path("/a").child("b")).isEqualTo(path("/a/b"));
    assertThat(path("/a/b").parent()).contains(path("/a/"));
    assertThat(path("/a/b/").parent()).contains(path("/a/"));
    assertThat(path("/a").parent()).contains(path("/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "a\\b", "a\u0000", "\ud800"})
  void noChildLeavesItsFolder(String segment) {
    assertThatThrownBy(() -> path("/a/").child(segment))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void randomPathsAgreeWithANaiveReading() {
    Random random = new Random(20_240_611);
    String[] pieces = {
      "/", "/", "/", "a", ".", "..", "%2e", "%2E", "%2f", "%5c", "\\", "%", "%2", "%25", "%00",
      "%c3%a9", "%c3", "é", ";", "%41", "~", " ", "%7f"
    };
    for (int round = 0; round < 50_000; round++) {
      StringBuilder raw = new StringBuilder(random.nextInt(10) == 0 ? "" : "/");
      for (int i = random.nextInt(7); i > 0; i--) {
        raw.append(pieces[random.nextInt(pieces.length)]);
      }
      agreesWithNaiveReading(raw.toString());
    }
  }

  private static void agreesWithNaiveReading(String raw) {
    PathReading reading = CanonicalPath.read(raw);
    List<String> naive = new ArrayList<>();
    boolean refused = !raw.startsWith("/");
    for (String segment : raw.split("/+", -1)) {
      String text = naivelyDecoded(segment);
      refused |= text == null || text.equals(".") || text.equals("..") || text.contains("/");
      refused |= text != null && text.matches("(?s).*[\\\\\\x00-\\x1f\\x7f].*");
      if (!segment.isEmpty()) {
        naive.add(text);
      }
    }
    if (refused) {
      assertThat(reading).as(raw).isInstanceOf(Refused.class);
    } else if (raw.contains("//")) {
      String tidy = ((Untidy) reading).tidy();
      assertThat(tidy).as(raw).startsWith("/").doesNotContain("//").matches("[!-~]+");
      assertThat(path(tidy).segments()).as(raw).isEqualTo(naive);
      assertThat(path(tidy).directory()).as(raw).isEqualTo(raw.endsWith("/"));
    } else {
      assertThat(path(raw).segments()).as(raw).isEqualTo(naive);
      assertThat(path(path(raw).spelling())).as(raw).isEqualTo(path(raw));
    }
  }

  /** The decoded text, or null if it cannot be decoded. */
  private static String naivelyDecoded(String segment) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < segment.length(); i++) {
      if (segment.charAt(i) != '%') {
        bytes.writeBytes(segment.substring(i, i + 1).getBytes(UTF_8));
      } else if (segment.substring(i).matches("(?s)%[0-9a-fA-F]{2}.*")) {
        bytes.write(Integer.parseInt(segment.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        return null;
      }
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
