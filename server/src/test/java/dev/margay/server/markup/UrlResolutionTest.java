package dev.margay.server.markup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlResolutionTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "/a/b,c.css,/a/c.css",
        "/a/b/,c.css,/a/b/c.css",
        "/,c.css,/c.css",
        "/a/b,/c.css,/c.css",
        "/a/b,../c.css,/c.css",
        "/a/b,../../../c.css,/c.css",
        "/a/b,./c/./d/../e.css,/a/c/e.css",
        "/a/b/c,..,/a/",
        "/a/b/c,.,/a/b/",
        "/a/b,%2e%2E/c,/c",
        "/a/b,c?x=1&y=../z#f,/a/c?x=1&y=../z",
        "/a/b?q,?r,/a/b?r",
        "/a/b?q,#f,/a/b?q",
        "/a?x/y,c,/c",
        "/a/b,` c d.png `,/a/c%20d.png",
        "/a/b,é.png,/a/%C3%A9.png",
        "/a/b,\\c\\d,/c/d",
        "/a/b,c%20d,/a/c%20d",
        "/a/b,c?'é,/a/c?%27%C3%A9",
        "/a/b,a:b/c..d,",
        "/a/b,./a:b,/a/a:b",
        "/a/b,//c,",
        "/a/b,\\\\c,",
      })
  void resolvesAsBrowsersDo(String base, String url, String target) {
    assertThat(UrlResolution.resolve(base, url).orElse(null)).isEqualTo(target);
  }

  @Test
  void lineEndsWithinDoNotCount() {
    assertThat(UrlResolution.resolve("/", "\n/a\tb\r\n.css ")).contains("/ab.css");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://x/a", "HTTP:a", "//x/a", "data:a", "blob:x", "javascript:1", "mailto:a"})
  void otherAuthoritiesAndSchemesAreNothing(String url) {
    assertThat(UrlResolution.resolve("/", url)).isEmpty();
  }
}
