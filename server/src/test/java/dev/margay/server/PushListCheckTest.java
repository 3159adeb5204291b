package dev.margay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.server.config.ConfigMistake;
import dev.margay.server.config.SiteFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushListCheckTest {
  private static final String LIST = "schema: push-list-v1\nhints:\n";

  @TempDir Path site;

  private PushListCheck.Result check() throws IOException {
    Site found = Site.of(SiteFolder.look(site, Optional.empty()), List.of());
    return new PushListCheck(found, site.resolve(".margay")).run();
  }

  private void write(String name, String text) throws IOException {
    Path file = site.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void aSiteWithoutPushListsHasNoMistakesInThem() throws IOException {
    write("index.html", "");
    assertThat(check()).isEqualTo(new PushListCheck.Result(0, List.of()));
  }

  @Test
  void rightListsAreCounted() throws IOException {
    write("a b.css", "");
    write("index.html", "");
    write("index.html.push-list", LIST + "- /a%20b.css?x=1\n");
    write("deep/page.html", "");
    write("deep/page.html.push-list", LIST + "- /a%20b.css\n");
    assertThat(check()).isEqualTo(new PushListCheck.Result(2, List.of()));
  }

  @Test
  void everyMistakeHasFileLineAndRemedy() throws IOException {
    write("a.css", "");
    write("index.html", "");
    write("index.html.push-list", LIST + "- /a.css\n- /gone.css\n- /index.html\n- /%2e%2e/x\n");
    write("no.html", "");
    write("no.html.push-list", "schema: 1\nhints: []\n");
    write("lost.html.push-list", LIST + "- /a.css\n");
    assertThat(check().mistakes())
        .extracting(ConfigMistake::toString)
        .extracting(sentence -> sentence.substring(site.toRealPath().toString().length() + 1))
        .containsExactlyInAnyOrder(
            "index.html.push-list:4: there is no file /gone.css; correct the path or remove the hint",
            "index.html.push-list:5: /index.html is no style sheet, script, image or font, so it is"
                + " not sent ahead; remove the hint",
            "index.html.push-list:6: there is no file /%2e%2e/x; correct the path or remove the hint",
            "no.html.push-list:1: schema is the number 1, but a text is wanted; write schema: push-list-v1",
            "lost.html.push-list: there is no page lost.html next to it; rename or remove it");
  }

  @Test
  void hiddenFoldersAreNotLookedInto() throws IOException {
    write(".git/x.push-list", "no list");
    write(".margay/x.push-list", "no list");
    write(".push-list", "no list");
    assertThat(check().lists()).isZero();
  }
}
