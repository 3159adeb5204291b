package dev.margay.server.learning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.server.http.Destination;
import dev.margay.server.learning.PageAsset.Importance;
import dev.margay.server.learning.PageAsset.Loading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkupAssetsTest {
  private static final int LARGE = 40_000;

  @TempDir Path folder;
  private WrittenSite site;

  @BeforeEach
  void layOut() throws IOException {
    site = new WrittenSite(folder);
  }

  private static PageAsset asset(
      String target, Destination destination, Loading loading, Importance importance) {
    return new PageAsset(target, destination, loading, importance);
  }

  private List<String> mainImages(String html) throws IOException {
    return site.assetsOf(html).stream()
        .filter(one -> one.importance() == Importance.MAIN_IMAGE)
        .map(PageAsset::target)
        .toList();
  }

  @Test
  void aPageHasItsAssetsTwoLevelsDeepInOrder() throws IOException {
    site.with(
            "css/site.css",
            "@import 'type.css'; .hero { background: url(../img/hero.jpg) } .no { background: url(no.jpg) }")
        .with(
            "css/type.css",
            "@import 'third.css'; @font-face { font-family: Lit; src: url(../f/lit.woff2) } body { font: 1em Lit }")
        .with("css/third.css", "")
        .withBytes("img/hero.jpg", LARGE);
    List<PageAsset> assets =
        site.assetsOf(
            """
            <head><script src="/js/late.js" defer></script><script src="js/now.js"></script>
            <link rel="stylesheet" href="/css/site.css"></head>
            <body><header><img src="/img/logo.svg"></header><div class="hero"></div>
            <script type="module" src="js/app.js?x=1"></script>
            """);
    assertThat(assets)
        .containsExactly(
            asset("/css/site.css", Destination.STYLE, Loading.NO_CORS, Importance.BLOCKING_STYLE),
            asset("/css/type.css", Destination.STYLE, Loading.NO_CORS, Importance.BLOCKING_STYLE),
            asset("/js/now.js", Destination.SCRIPT, Loading.NO_CORS, Importance.HEAD_SCRIPT),
            asset("/js/late.js", Destination.SCRIPT, Loading.NO_CORS, Importance.HEAD_SCRIPT),
            asset("/img/hero.jpg", Destination.IMAGE, Loading.NO_CORS, Importance.MAIN_IMAGE),
            asset("/f/lit.woff2", Destination.FONT, Loading.CORS, Importance.REST),
            asset("/js/app.js?x=1", Destination.SCRIPT, Loading.MODULE, Importance.REST),
            asset("/img/logo.svg", Destination.IMAGE, Loading.NO_CORS, Importance.REST));
    assertThat(site.markup("/").restsOn())
        .containsEntry(
            WrittenSite.path("/css/site.css"), Optional.of(site.facts("/css/site.css").content()))
        .containsKey(WrittenSite.path("/css/type.css"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<link rel=stylesheet href=a.css media=print>",
        "<link rel=stylesheet href=a.css media='(min-width: 40em)'>",
        "<link rel=stylesheet href=a.css disabled>",
        "<link rel='alternate stylesheet' title=x href=a.css>",
        "<link rel=stylesheet href=a.css integrity=sha256-x>",
        "<link rel=stylesheet href=a.css type=text/less>",
        "<link rel=stylesheet href=https://other.example/a.css>",
        "<link rel=stylesheet href=//other.example/a.css>",
        "<link rel=stylesheet href=missing.css>",
        "<noscript><link rel=stylesheet href=a.css></noscript>",
        "<template><link rel=stylesheet href=a.css></template>",
        "<script src=a.js nomodule></script>",
        "<script src=a.js type=text/template></script>",
        "<script src=a.js integrity=sha256-x></script>",
        "<img src=a.png srcset='b.png 2x'>",
        "<img src=a.png loading=lazy>",
        "<picture><source srcset=a.webp><img src=a.png></picture>",
        "<img src=data:image/png;base64,AAAA>",
        "<link rel=icon href=a.png>",
        "<link rel=preload as=image href=a.png imagesrcset='a.png 1x'>",
        "<link rel=preload as=image href=a.png media='(max-width: 1em)'>",
        "<link rel=preload as=fetch href=a.json crossorigin>",
        "<link rel=prefetch href=a.js>",
        "<base href=https://other.example/><img src=a.png>",
        "<p style='background: image-set(url(a.png) 1x)'>",
        "<style>@media print { p { background: url(a.png) } }</style><p>",
        "<style>@import 'a.css' print;</style>",
        "<style>q { background: url(a.png) }</style><p>",
        "<style>p { mask-image: url(a.png) }</style><p>",
      })
  void whatABrowserMayNotLoadIsSkipped(String html) throws IOException {
    site.with("a.css", "p { background: url(b.png) }");
    assertThat(site.targetsOf(html)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "<link rel=stylesheet href=a.css>,NO_CORS",
    "<link rel=stylesheet href=a.css crossorigin>,CORS",
    "<link rel=stylesheet href=a.css crossorigin=use-credentials>,CORS_WITH_CREDENTIALS",
    "<script src=a.js crossorigin=anonymous></script>,CORS",
    "<script type=module src=a.js></script>,MODULE",
    "<script type=module src=a.js crossorigin=Use-Credentials></script>,MODULE_WITH_CREDENTIALS",
    "<link rel=modulepreload href=a.js>,MODULE",
    "<link rel=preload as=font href=a.woff2>,CORS",
    "<link rel=preload as=script href=a.js>,NO_CORS",
    "<img src=a.png crossorigin>,CORS",
  })
  void anAssetIsAskedForAsItsElementDoes(String html, Loading loading) throws IOException {
    site.with("a.css", "");
    assertThat(site.assetsOf(html)).extracting(PageAsset::loading).containsExactly(loading);
  }

  @Test
  void urlsAreRelativeToTheBaseAndToTheSheet() throws IOException {
    site.with("x/css/a.css", "body { background: url(b.png) }");
    assertThat(
            site.targetsOf("<base href=/x/y><link rel=stylesheet href=css/a.css><img src=c.png>"))
        .containsExactly("/x/css/a.css", "/x/c.png", "/x/css/b.png");
  }

  @Test
  void headScriptsThatTheParserWaitsForAreFirst() throws IOException {
    assertThat(
            site.targetsOf(
                "<head><script async src=a.js></script><script type=module src=m.js></script>"
                    + "<script src=b.js></script><script defer src=d.js></script></head>"))
        .containsExactly("/b.js", "/m.js", "/d.js", "/a.js");
  }

  @Test
  void aSheetFurtherDownIsAheadOfItsFontsButBlocksNothing() throws IOException {
    site.with("a.css", "@font-face{font-family:f;src:url(f.woff2)} p{font-family:f}");
    List<PageAsset> assets = site.assetsOf("<body><p><link rel=stylesheet href=a.css>");
    assertThat(assets).extracting(PageAsset::target).containsExactly("/a.css", "/f.woff2");
    assertThat(assets).extracting(PageAsset::importance).containsOnly(Importance.REST);
  }

  @Test
  void ofAFamilyTheFaceForPlainTextCounts() throws IOException {
    site.with(
        "a.css",
        """
        @font-face { font-family: T; font-weight: 700; src: url(bold.woff2) }
        @font-face { font-family: T; font-style: italic; src: url(italic.woff2) }
        @font-face { font-family: T; unicode-range: U+400-4FF; src: url(cyrillic.woff2) }
        @font-face { font-family: T; src: url(plain.woff2) }
        @font-face { font-family: Icons; font-weight: 900; src: url(icons.woff2) }
        @font-face { font-family: Unused; src: url(unused.woff2) }
        :root { --text: "T", serif } .icon::before { font-family: "Icons" } .no { font: 1em Unused }
        """);
    assertThat(site.targetsOf("<link rel=stylesheet href=a.css><p><i class=icon></i>"))
        .containsExactly("/a.css", "/plain.woff2", "/icons.woff2");
  }

  @Test
  void theAuthorsWordNamesTheMainImage() throws IOException {
    site.withBytes("big.png", LARGE).withBytes("high.png", 10).withBytes("pre.png", 10);
    assertThat(mainImages("<img src=big.png><img src=high.png fetchpriority=high>"))
        .containsExactly("/high.png");
    assertThat(mainImages("<head><link rel=preload as=image href=pre.png></head><img src=big.png>"))
        .containsExactly("/pre.png");
    assertThat(mainImages("<img src=big.png><img src=x.png srcset='x 2x' fetchpriority=high>"))
        .isEmpty();
  }

  @Test
  void elseTheFirstImageOfTheContentIsTheMainOne() throws IOException {
    site.withBytes("a.png", LARGE).withBytes("b.png", 2 * LARGE).withBytes("c.png", 3 * LARGE);
    assertThat(
            mainImages(
                "<header><img src=c.png></header><img src=b.png width=32 height=32>"
                    + "<img src=a.png><img src=b.png>"))
        .containsExactly("/a.png");
  }

  @Test
  void aFirstImageThatNobodyCanTellHasNoReplacement() throws IOException {
    site.withBytes("b.png", LARGE);
    assertThat(mainImages("<img src=a.png srcset='a.png 1x, b.png 2x'><img src=b.png>")).isEmpty();
    assertThat(mainImages("<picture><img src=a.png></picture><img src=b.png>")).isEmpty();
  }

  @Test
  void aBackgroundOfThePageMayBeTheMainImage() throws IOException {
    site.withBytes("hero.jpg", 2 * LARGE)
        .withBytes("night.jpg", 3 * LARGE)
        .withBytes("a.png", LARGE)
        .with(
            "a.css",
            ".hero { background: #000 url(hero.jpg) } [data-theme=dark] .hero { background: url(night.jpg) }"
                + "@media (max-width: 9em) { .hero { background: url(night.jpg) } }");
    String head = "<link rel=stylesheet href=a.css><body>";
    assertThat(mainImages(head + "<div class=hero></div><img src=a.png>"))
        .containsExactly("/hero.jpg");
    assertThat(mainImages(head + "<div></div><img src=a.png>")).containsExactly("/a.png");
  }

  @Test
  void aSmallImageIsNoMainImage() throws IOException {
    site.withBytes("a.png", 500);
    assertThat(mainImages("<img src=a.png>")).isEmpty();
  }

  @Test
  void aFileThatIsNoPageNamesNothing() throws IOException {
    site.with("a.js", "'<img src=b.png>'");
    assertThat(site.markup("/a.js").assets()).isEqualTo(PageAssets.NONE);
  }

  @Test
  void sheetsThatImportEachOtherEnd() throws IOException {
    site.with("a.css", "@import 'b.css'; @import 'a.css';").with("b.css", "@import 'a.css';");
    assertThat(site.targetsOf("<link rel=stylesheet href=a.css>"))
        .containsExactly("/a.css", "/b.css");
  }

  @Test
  void absurdPagesHaveABoundedAnswer() throws IOException {
    StringBuilder html = new StringBuilder();
    StringBuilder css = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      html.append("<link rel=stylesheet href=a.css?").append(i).append("><img src=").append(i);
      html.append("><i class=c").append(i).append("></i>");
      css.append(".c").append(i).append(" i:not(.c").append(i).append(") > .c1{background:url(");
      css.append(i)
          .append(".png)}@font-face{font-family:f")
          .append(i)
          .append(";src:url(")
          .append(i)
          .append(".woff2)} i .c")
          .append(i)
          .append("{font-family:f")
          .append(i)
          .append("}");
    }
    site.with("a.css", css.toString());
    assertThat(site.targetsOf(html.toString())).hasSizeBetween(32, 64);
  }

  @Test
  void anEmptyOrMissingPageIsNoFault() throws IOException {
    assertThat(site.targetsOf("")).isEmpty();
    assertThat(site.markup("/").restsOn()).isEqualTo(Map.of());
  }
}
