package dev.margay.server.markup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.server.markup.HtmlReference.Place;
import dev.margay.server.markup.HtmlReference.Role;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HtmlReferencesTest {
  private static List<HtmlReference> references(String html) {
    return HtmlReferences.read(html).references();
  }

  private static List<String> urls(String html) {
    return references(html).stream().map(HtmlReference::url).toList();
  }

  private static String at(String html, HtmlReference reference) {
    return html.substring(reference.begin(), reference.end());
  }

  @Test
  void elementsSayWhatTheyName() {
    String html =
        """
        <!doctype html><html><head>
        <link rel="stylesheet" href="a.css"><LINK REL='Alternate StyleSheet' href=b.css title=x>
        <link rel=preload as=font href=f.woff2 crossorigin><link rel=modulepreload href=m.js>
        <link rel="shortcut icon" href=i.ico><link rel=canonical href=/c><script src=h.js></script>
        </head><body><img src=p.png><video poster=v.jpg src=v.mp4></video>
        <input type=image src=b.png><input src=no.png><script type=module src=e.js></script>
        """;
    assertThat(references(html))
        .extracting(HtmlReference::role)
        .containsExactly(
            Role.STYLE_SHEET,
            Role.STYLE_SHEET,
            Role.PRELOAD,
            Role.MODULE_PRELOAD,
            Role.ICON,
            Role.SCRIPT,
            Role.IMAGE,
            Role.POSTER,
            Role.IMAGE,
            Role.SCRIPT);
    assertThat(urls(html))
        .containsExactly(
            "a.css", "b.css", "f.woff2", "m.js", "i.ico", "h.js", "p.png", "v.jpg", "b.png",
            "e.js");
    assertThat(references(html)).allSatisfy(one -> assertThat(at(html, one)).isEqualTo(one.url()));
  }

  @Test
  void theAttributesThatMatterAreKept() {
    HtmlReference script =
        references("<script src=a.js type=' Module ' CrossOrigin async data-x=1></script>").get(0);
    assertThat(script.attribute("type")).isEqualTo("module");
    assertThat(script.has("crossorigin")).isTrue();
    assertThat(script.has("async")).isTrue();
    assertThat(script.attributes()).doesNotContainKey("data-x");
  }

  @Test
  void aReferenceSaysWhereItIs() {
    String html =
        "<head><script src=1></script></head><body><header><img src=2></header>"
            + "<picture><img src=3></picture><noscript><img src=4></noscript>"
            + "<template><img src=5></template><img src=6>";
    assertThat(references(html))
        .extracting(HtmlReference::places)
        .containsExactly(
            Set.of(Place.HEAD),
            Set.of(Place.SURROUNDINGS),
            Set.of(Place.PICTURE),
            Set.of(Place.NOSCRIPT),
            Set.of(Place.TEMPLATE),
            Set.of());
  }

  @Test
  void candidatesAreNamedWithTheirPlaces() {
    String html =
        "<img src=\"s.png\" srcset=\" a.png 1x, b.png, c,d.png 2x,e.png\"><source srcset=x.webp>";
    List<HtmlReference> all = references(html);
    assertThat(all)
        .extracting(HtmlReference::url)
        .containsExactly("s.png", "a.png", "b.png", "c,d.png", "e.png", "x.webp");
    assertThat(all).allSatisfy(one -> assertThat(at(html, one)).isEqualTo(one.url()));
  }

  @Test
  void characterReferencesAreResolvedAndThePlaceIsTheirs() {
    String html =
        "<p>\u00e9</p><img src='a.png?x=1&amp;y=2'><img srcset='a?b&amp;c 1x, d&eacute; 2x'>";
    List<HtmlReference> all = references(html);
    assertThat(all)
        .extracting(HtmlReference::url)
        .containsExactly("a.png?x=1&y=2", "a?b&c", "d\u00e9");
    assertThat(all)
        .extracting(one -> at(html, one))
        .containsExactly("a.png?x=1&amp;y=2", "a?b&amp;c", "d&eacute;");
  }

  @Test
  void stylesWithinThePageAreReadWithTheirPlacesInIt() {
    String html =
        "<!doctype html><style>@import 'a.css'; p{background:url(b.png)}</style>"
            + "<style media=print>i{background:url(c.png)}</style><style type=text/x>u{background:url(no)}</style>"
            + "<p style=\"background:url(&quot;d.png&quot;)\"><p style='background:url(e.png)'>";
    List<CssReference> styles = HtmlReferences.read(html).styles().references();
    assertThat(styles)
        .extracting(CssReference::url)
        .containsExactly("a.css", "b.png", "c.png", "d.png", "e.png");
    assertThat(styles)
        .allSatisfy(one -> assertThat(html.substring(one.begin(), one.end())).isEqualTo(one.url()));
    assertThat(styles.get(2).applying()).isEqualTo(Applying.PERHAPS);
    assertThat(styles.get(0).applying()).isEqualTo(Applying.SURELY);
  }

  @Test
  void facesOfLaterStylesKeepTheirSources() {
    CssReading styles =
        HtmlReferences.read(
                "<style>@import 'a.css';</style><style>@font-face{font-family:f;src:url(f.woff2)}")
            .styles();
    assertThat(styles.references().get(styles.faces().get(0).source()).url()).isEqualTo("f.woff2");
  }

  @Test
  void theFirstBaseCounts() {
    assertThat(HtmlReferences.read("<base target=x><base href=' /a/ '><base href=/b/>").base())
        .isEqualTo("/a/");
  }

  @Test
  void commentsAndScriptsNameNothing() {
    assertThat(
            urls(
                "<!-- <img src=a> --><script>'<img src=b>'</script><textarea><img src=c></textarea>"))
        .isEmpty();
  }

  @Test
  void absurdPagesAreCut() {
    assertThat(references("<img src=a>".repeat(50_000))).hasSize(HtmlReferences.MAX_REFERENCES);
    assertThat(urls("<div>".repeat(100_000) + "<img src=a>").size()).isLessThanOrEqualTo(1);
    assertThat(urls(" ".repeat(HtmlReferences.MAX_CHARS) + "<img src=a>")).isEmpty();
    assertThat(HtmlReferences.read("<i class=" + "x".repeat(3 << 20)).outline().xml().length())
        .isLessThan(1000);
  }
}
