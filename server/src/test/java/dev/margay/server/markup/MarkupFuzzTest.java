package dev.margay.server.markup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pieces of HTML and CSS in any order, cut anywhere, between any bytes. */
class MarkupFuzzTest {
  private static final int TEXTS = 2_000;
  private static final String[] PIECES = {
    "<img src=",
    "<link rel=stylesheet href='",
    "<style>",
    "</style>",
    "<script src=\"",
    "</script>",
    "srcset=\"a.png 1x, b.png 2x\"",
    "<base href=",
    "<div class=\"a b\" id=x>",
    "</div>",
    "<p style='",
    "background:url(",
    "\"",
    "'",
    ")",
    "(",
    "{",
    "}",
    ";",
    ":",
    ",",
    "@import ",
    "@font-face{",
    "src:",
    "@media screen",
    "font-family:",
    "\"My Font\"",
    "/*",
    "*/",
    "\\",
    "\\26 ",
    "\r\n",
    "\n",
    "\0",
    "image-set(",
    "url(\"x.png\")",
    "&amp;",
    "&eacute",
    "&#x41;",
    "&",
    "<!--",
    "-->",
    ".a > .b",
    ":is(",
    ":not(",
    "::before",
    "[x=\"y\"]",
    "é",
    "\uD83D\uDE00",
    "\uD800",
    "<",
    ">",
    "/",
    "a",
    "0",
    " ",
    "<template>",
    "<noscript>",
    "<svg>",
    "<table>",
    "<math>",
    "<![CDATA[",
    "<picture>",
    "unicode-range:U+",
    "font-weight:",
    "99999",
    "@layer x;",
    "supports(",
    "layer(",
    "data:",
    "<textarea>",
    "<plaintext>",
  };

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(60);
    for (int i = 0; i < length; i++) {
      if (random.nextInt(10) == 0) {
        byte[] noise = new byte[random.nextInt(8)];
        random.nextBytes(noise);
        text.append(new String(noise, StandardCharsets.UTF_8));
      } else {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void anyTextIsRead(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < TEXTS; i++) {
      String text = text(random);
      CssReading css = CssReferences.read(text);
      assertPlaces(text, css);
      HtmlReading html = HtmlReferences.read(text);
      assertPlaces(text, html.styles());
      html.references().forEach(one -> assertPlace(text, one.begin(), one.end(), one.url()));
      Predicate<String> matcher = html.outline().matcher();
      assertThatCode(() -> css.references().stream().map(CssReference::selector).anyMatch(matcher))
          .doesNotThrowAnyException();
      assertThatCode(() -> Stream.of(text).anyMatch(matcher)).doesNotThrowAnyException();
      html.references().forEach(one -> UrlResolution.resolve("/a/b?c", one.url()));
      CssReading readBack = ReadingForm.css(ReadingForm.of(css)).orElseThrow();
      HtmlReading pageReadBack = ReadingForm.html(ReadingForm.of(html)).orElseThrow();
      if (StandardCharsets.UTF_8.newEncoder().canEncode(text)) { // a lone surrogate is no text
        assertThat(readBack).isEqualTo(css);
        assertThat(pageReadBack).isEqualTo(html);
      }
    }
  }

  private static void assertPlaces(String text, CssReading reading) {
    reading.references().forEach(one -> assertPlace(text, one.begin(), one.end(), one.url()));
    reading
        .faces()
        .forEach(face -> assertThat(face.source()).isLessThan(reading.references().size()));
  }

  private static void assertPlace(String text, int begin, int end, String url) {
    if (begin < 0) {
      assertThat(end).isNegative();
      return;
    }
    assertThat(begin).isLessThan(end);
    String written = text.substring(begin, end);
    boolean plain = written.indexOf('&') < 0 && written.indexOf('\\') < 0;
    if (plain && written.indexOf('\0') < 0) {
      assertThat(written).isEqualTo(url);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void damagedFormsAreNotRead(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < TEXTS; i++) {
      byte[] form = ReadingForm.of(HtmlReferences.read(text(random)));
      byte[] cut = Arrays.copyOf(form, random.nextInt(form.length));
      assertThat(ReadingForm.html(cut)).isEmpty();
      form[random.nextInt(form.length)] ^= (byte) (1 << random.nextInt(8));
      ReadingForm.html(form);
      ReadingForm.css(form);
    }
  }
}
