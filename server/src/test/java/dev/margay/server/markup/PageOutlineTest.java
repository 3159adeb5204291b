package dev.margay.server.markup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageOutlineTest {
  private static final String PAGE =
      """
      <!doctype html><html lang="en" data-theme="light"><head><title>x</title></head>
      <body class="home wide"><header id="top"><h1>t</h1></header>
      <main><section class="hero md:flex"><p>a</p><p>b</p></section></main></body></html>
      """;
  private final Predicate<String> page = HtmlReferences.read(PAGE).outline().matcher();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "body",
        "html",
        ".hero",
        "*",
        "body.home .hero",
        "main > section.hero",
        ":is(main, aside) > .hero",
        ":where(.hero)",
        ".hero::before",
        ".hero:after",
        "::before",
        ":root:not([data-theme=\"dark\"]) .hero",
        "[data-theme=light] .hero",
        "#top h1",
        ".nothing, .hero",
        ".hero:hover, .hero",
        "html[lang]",
        ".md\\:flex",
      })
  void whatTheElementsAreLikeMatches(String selector) {
    assertThat(page.test(selector)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".nothing",
        "body > .hero",
        ":root[data-theme=\"dark\"] .hero",
        ".hero:hover",
        ".hero:first-child",
        "p + p",
        "p ~ p",
        "[class~=hero]",
        "[class~=(a+)+$]",
        ".hero::selection",
        ":contains(a)",
        "p:matches(x)",
        ":not(*)",
        "",
        ")",
        "((((",
        "a[",
        "&",
        ":is(",
        "\\",
      })
  void whatCannotBeToldDoesNotMatch(String selector) {
    assertThat(page.test(selector)).isFalse();
  }

  @Test
  void equalElementsAreOne() {
    String one = HtmlReferences.read("<ul><li class=a>1</li></ul>").outline().xml();
    String many = HtmlReferences.read("<ul>" + "<li class=a>1</li>".repeat(999)).outline().xml();
    assertThat(many).isEqualTo(one);
  }

  @Test
  void aPageOfTooManyShapesIsCut() {
    StringBuilder html = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      html.append("<i class=c").append(i).append(">");
    }
    assertThat(HtmlReferences.read(html.toString()).outline().xml().length()).isLessThan(200_000);
  }
}
