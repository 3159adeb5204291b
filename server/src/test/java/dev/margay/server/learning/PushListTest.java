package dev.margay.server.learning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.server.http.Destination;
import dev.margay.server.learning.PageAsset.Importance;
import dev.margay.server.learning.PageAsset.Loading;
import dev.margay.server.learning.PageAssets.Source;
import java.util.List;
import org.junit.jupiter.api.Test;

class PushListTest {
  @Test
  void aHintIsForWhatFilesOfItsNameAreFor() {
    PageAssets assets =
        new PushList(List.of("/f.woff2", "/a.css?x=1", "/b.js", "/c.png", "/d.html", "/e"))
            .assets(PageAssets.NONE);
    assertThat(assets.source()).isEqualTo(Source.PUSH_LIST);
    assertThat(assets.assets())
        .containsExactly(
            new PageAsset("/f.woff2", Destination.FONT, Loading.CORS, Importance.REST),
            new PageAsset(
                "/a.css?x=1", Destination.STYLE, Loading.NO_CORS, Importance.BLOCKING_STYLE),
            new PageAsset("/b.js", Destination.SCRIPT, Loading.NO_CORS, Importance.REST),
            new PageAsset("/c.png", Destination.IMAGE, Loading.NO_CORS, Importance.REST));
  }

  @Test
  void thePagesElementKnowsBetter() {
    PageAsset module =
        new PageAsset("/b.js", Destination.SCRIPT, Loading.MODULE, Importance.HEAD_SCRIPT);
    PageAssets markup = new PageAssets(Source.MARKUP, List.of(module));
    assertThat(new PushList(List.of("/a.png", "/b.js")).assets(markup).assets())
        .hasSize(2)
        .contains(module);
  }
}
