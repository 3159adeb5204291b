package dev.margay.server.markup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.server.markup.CssReference.Use;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CssReferencesTest {
  private static List<CssReference> references(String css) {
    return CssReferences.read(css).references();
  }

  private static CssReference only(String css) {
    List<CssReference> references = references(css);
    assertThat(references).hasSize(1);
    return references.get(0);
  }

  private static FontFace face(String declarations) {
    List<FontFace> faces = CssReferences.read("@font-face{" + declarations + "}").faces();
    assertThat(faces).hasSize(1);
    return faces.get(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a { background: url(/i.png) }",
        "a { background: url( /i.png\n) no-repeat }",
        "a { background: URL(\"/i.png\") }",
        "a { background: url( '/i.png' ) }",
        "a { background: red url(/i.png) }",
        "a { /* url(/no.png) */ background: url(/i.png)",
        "a{color:red;background-image:url(/i.png);}",
        "@layer x { a { background: url(/i.png) } }",
        "@media screen { a { background: url(/i.png) } }",
        "@supports (display: grid) { a { background: url(/i.png) } }",
        "a { background: url(/i\\.png) }",
        "a { background: url('/\\69 .png') }",
        "a { content: 'url(/no.png)'; background: url(/i.png) }",
        "a { background: url('/i.\\\r\npng') }",
      })
  void anImageIsFoundInEverySpelling(String css) {
    CssReference image = only(css);
    assertThat(image.url()).isEqualTo("/i.png");
    assertThat(image.use()).isEqualTo(Use.IMAGE);
    assertThat(image.selector()).isEqualTo("a");
    assertThat(image.applying()).isEqualTo(Applying.SURELY);
  }

  @Test
  void thePlaceIsThatOfTheValueWithinQuotes() {
    String css = "a{background:url( \"/i.png\" ), url(  b.png )}";
    assertThat(references(css))
        .extracting(one -> css.substring(one.begin(), one.end()))
        .containsExactly("/i.png", "b.png");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "@import \"a.css\"; SURELY",
        "@import 'a.css' all; SURELY",
        "@import url(a.css); SURELY",
        "@import url(\"a.css\") layer; SURELY",
        "@import url(a.css) layer(base) screen; SURELY",
        "@import url(a.css) supports(display: grid) screen; SURELY",
        "@import url(a.css) supports((display: grid) and (gap: 1px)); SURELY",
        "@import url(a.css) print; PERHAPS",
        "@import url(a.css) (min-width: 40em); PERHAPS",
        "@import url(a.css) layer(x) print; PERHAPS",
        "a{} @import url(a.css); PERHAPS",
        "@media screen { @import url(a.css); PERHAPS",
      })
  void anImportCountsWhereItsConditionsHold(String css, Applying applying) {
    CssReference sheet = only(css + ";");
    assertThat(sheet.url()).isEqualTo("a.css");
    assertThat(sheet.use()).isEqualTo(Use.IMPORT);
    assertThat(sheet.applying()).isEqualTo(applying);
  }

  @Test
  void importsMayFollowLayersAndACharset() {
    assertThat(references("@charset \"utf-8\"; @layer a, b; @import 'x.css'; @import 'y.css';"))
        .extracting(CssReference::applying)
        .containsExactly(Applying.SURELY, Applying.SURELY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@media print { a { background: url(i) } }",
        "@media (min-width: 1px) { a { background: url(i) } }",
        "@supports not (display: grid) { a { background: url(i) } }",
        "@container (width > 1px) { a { background: url(i) } }",
        "@keyframes x { from { background: url(i) } }",
        "a { @media (hover) { background: url(i) } }",
        "a { background: image-set('i' 1x) }",
        "a { background: image-set(url(i) 1x) }",
        "a { background: -webkit-image-set(url(i) 1x) }",
        "a { --x: { background: url(i) } }",
      })
  void whatDependsOnTheVisitorIsSaidToDoSo(String css) {
    assertThat(only(css).applying()).isEqualTo(Applying.PERHAPS);
  }

  @Test
  void allCandidatesOfAnImageSetAreNamed() {
    String css = "a { background: image-set('a.avif' type('image/avif'), \"b.png\" 2x) }";
    assertThat(references(css)).extracting(CssReference::url).contains("a.avif", "b.png");
  }

  @Test
  void nestedRulesHaveTheWholeSelector() {
    String css =
        ".a, .b { > i { background: url(1) } &:hover { background: url(2) } p & { background: url(3) } }";
    assertThat(references(css))
        .extracting(CssReference::selector)
        .containsExactly(":is(.a, .b) > i", ":is(.a, .b):hover", "p :is(.a, .b)");
  }

  @Test
  void aRuleAfterANestedBlockIsTheOuterOnesAgain() {
    String css = "@media print { a {} } b { background: url(x) }";
    assertThat(only(css).selector()).isEqualTo("b");
    assertThat(only(css).applying()).isEqualTo(Applying.SURELY);
  }

  @Test
  void stringsInSelectorsAreKept() {
    assertThat(only("a[href=\"x;{}\"] { background: url(i) }").selector())
        .isEqualTo("a[href=\"x;{}\"]");
  }

  @Test
  void aFaceHasItsFirstSourceForTodaysBrowsers() {
    String css =
        "@font-face { font-family: \"My  Font\"; src: url(a.eot);"
            + " src: url(a.eot?#iefix) format('embedded-opentype'), local('X'),"
            + " url(a.woff2) format('woff2'), url(a.woff) format('woff'); }";
    CssReading reading = CssReferences.read(css);
    FontFace face = reading.faces().get(0);
    assertThat(face.family()).isEqualTo("my font");
    assertThat(reading.references().get(face.source()).url()).isEqualTo("a.woff2");
    assertThat(reading.references()).allMatch(one -> one.use() == Use.FONT);
  }

  @Test
  void aFaceSaysWeightStyleAndRange() {
    assertThat(face("font-family: a; font-weight: 100 900").fromRegular()).isZero();
    assertThat(face("font-family: a; font-weight: bold").fromRegular()).isEqualTo(300);
    assertThat(face("font-family: a; font-weight: 300").fromRegular()).isEqualTo(100);
    assertThat(face("font-family: a; font-style: italic").upright()).isFalse();
    assertThat(face("font-family: a; unicode-range: U+0400-045F, U+1C80").latin()).isFalse();
    assertThat(face("font-family: a; unicode-range: U+0000-00FF, U+131").latin()).isTrue();
    assertThat(face("font-family: a; unicode-range: U+4??, u+6?").latin()).isTrue();
    assertThat(face("font-family: a").latin()).isTrue();
  }

  @Test
  void declarationsThatNameFamiliesAreUses() {
    String css =
        ":root { --text: \"Young Serif\", serif; --gap: 1rem } body { font: 400 1rem/1.5 'Lit', x }"
            + " @media print { p { font-family: Other } }";
    assertThat(CssReferences.read(css).uses())
        .containsExactly(
            new FontUse(":root", "\"young serif\", serif"),
            new FontUse("body", "400 1rem/1.5 \"lit\", x"));
  }

  @Test
  void dataAndFragmentsAreNoReferences() {
    String data = "data:image/png;base64," + "A".repeat(100_000);
    assertThat(references("a{background:url(" + data + ")} b{filter:url(#f)} c{background:url()}"))
        .isEmpty();
  }

  @Test
  void whatIsBrokenEndsWhereBrowsersEndIt() {
    assertThat(references("a{background:url(a b.png)} b{background:url(i)}"))
        .extracting(CssReference::url)
        .containsExactly("i");
    assertThat(references("a{content:'open\n;background:url(i)}"))
        .extracting(CssReference::url)
        .containsExactly("i");
    assertThat(only("a{background:url(i").url()).isEqualTo("i");
    assertThat(references("a{background:foo(url(x); } b{background:url(i)}"))
        .extracting(CssReference::url)
        .contains("i");
  }

  @Test
  void absurdSheetsAreCut() {
    assertThat(references("a{background:url(i)}".repeat(100_000)))
        .hasSize(CssReferences.MAX_REFERENCES);
    assertThat(references("{".repeat(3 << 20))).isEmpty();
    assertThat(references("(".repeat(3 << 20))).isEmpty();
    assertThat(references(".a{".repeat(5_000) + "background:url(i)" + "}".repeat(5_000))).isEmpty();
    assertThat(references("x".repeat(CssReferences.MAX_CHARS) + "{background:url(i)}")).isEmpty();
  }
}
