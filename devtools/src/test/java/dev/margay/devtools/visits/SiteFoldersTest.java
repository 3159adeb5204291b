package dev.margay.devtools.visits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.devtools.visits.SiteFolders.There;
import dev.margay.server.Site;
import dev.margay.server.config.StaticDomain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteFoldersTest {
  @TempDir Path folder;
  private SiteFolders folders;

  @BeforeEach
  void twoDomains() throws Exception {
    for (String file : new String[] {"one/a.css", "two/b.css", "two/.secret", "two/hidden/c.css"}) {
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, "x");
    }
    Site site =
        new Site(
            Optional.empty(),
            List.of(
                new StaticDomain("one.example", folder.resolve("one"), List.of(), false),
                new StaticDomain(
                    "two.example", folder.resolve("two"), List.of("2.example"), false)),
            List.of());
    folders = new SiteFolders(site, List.of(folder.resolve("two/hidden")));
  }

  @Test
  void aNameLeadsToItsDomainAndAnyOtherToTheFirst() {
    assertThat(folders.look("two.example", "/b.css?v=1")).isEqualTo(There.FILE);
    assertThat(folders.look("2.example:4043", "/b.css")).isEqualTo(There.FILE);
    assertThat(folders.look("one.example", "/b.css")).isEqualTo(There.NOTHING);
    assertThat(folders.look("localhost:4043", "/a.css")).isEqualTo(There.FILE);
  }

  @Test
  void whatIsHiddenIsNothing() {
    assertThat(folders.look("two.example", "/.secret")).isNotEqualTo(There.FILE);
    assertThat(folders.look("two.example", "/hidden/c.css")).isEqualTo(There.NOTHING);
    assertThat(folders.file("two.example", "/../one/a.css")).isEmpty();
  }

  @Test
  void foldersAreNotJudged() {
    assertThat(folders.look("two.example", "/hidden/")).isEqualTo(There.OTHER);
  }

  @Test
  void filesAreShownFromTheSitesFolderOn() {
    Path file = folders.file("two.example", "/b.css").orElseThrow();
    assertThat(folders.shown("two.example", file)).isEqualTo(Path.of("b.css"));
  }
}
