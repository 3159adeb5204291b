package dev.margay.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypesTest {
  @ParameterizedTest
  @CsvSource({
    "index.html, text/html; charset=utf-8, PAGE, true",
    "a.css, text/css; charset=utf-8, STYLE_SHEET, true",
    "a.js, text/javascript; charset=utf-8, SCRIPT, true",
    "a.mjs, text/javascript; charset=utf-8, SCRIPT, true",
    "a.json, application/json, OTHER, true",
    "a.js.map, application/json, OTHER, true",
    "site.webmanifest, application/manifest+json, OTHER, true",
    "a.wasm, application/wasm, WASM, true",
    "a.svg, image/svg+xml, IMAGE, true",
    "favicon.ico, image/x-icon, IMAGE, true",
    "a.png, image/png, IMAGE, false",
    "a.jpeg, image/jpeg, IMAGE, false",
    "a.avif, image/avif, IMAGE, false",
    "a.woff2, font/woff2, FONT, false",
    "a.ttf, font/ttf, FONT, true",
    "a.eot, application/vnd.ms-fontobject, FONT, true",
    "a.mp4, video/mp4, MEDIA, false",
    "a.opus, audio/ogg, MEDIA, false",
    "a.wav, audio/wav, MEDIA, false",
    "robots.txt, text/plain; charset=utf-8, OTHER, true",
    "install.sh, text/plain; charset=utf-8, OTHER, true",
    "a.xml, application/xml, OTHER, true",
    "feed.rss, application/rss+xml, OTHER, true",
    "feed.atom, application/atom+xml, OTHER, true",
    "a.pdf, application/pdf, OTHER, false",
    "a.tar.gz, application/gzip, OTHER, false",
    "a.br, application/octet-stream, OTHER, false",
  })
  void fileNamesHaveTypes(String name, String value, AssetKind kind, boolean compressible) {
    assertThat(MediaTypes.of(name)).isEqualTo(new MediaType(value, kind, compressible));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "README", "a.", "a.unknown", "a.css/b", "a.cſs", "."})
  void unknownNamesAreOctets(String name) {
    assertThat(MediaTypes.of(name))
        .isEqualTo(new MediaType("application/octet-stream", AssetKind.OTHER, false));
  }

  @Test
  void extensionsHaveNoCaseAndFoldersDoNotMatter() {
    assertThat(MediaTypes.of("IMG_1.JPG")).isEqualTo(MediaTypes.of("x.jpg"));
    assertThat(MediaTypes.of("a.png/style.CSS")).isEqualTo(MediaTypes.of("x.css"));
  }

  @Test
  void assetsAreWhatPagesArePutTogetherFrom() {
    assertThat(AssetKind.values())
        .filteredOn(AssetKind::asset)
        .containsExactly(
            AssetKind.STYLE_SHEET,
            AssetKind.SCRIPT,
            AssetKind.IMAGE,
            AssetKind.FONT,
            AssetKind.MEDIA,
            AssetKind.WASM);
  }
}
