package dev.margay.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteFolderTest {
  private static final String CONFIG = "domains: {a.example: {root-dir: .}}\n";

  @TempDir Path folder;

  @Test
  void aFolderWithoutConfigurationIsOneSite() {
    assertThat(SiteFolder.look(folder, Optional.empty()))
        .isEqualTo(new SiteFolder.PlainFolder(folder));
  }

  @Test
  void itsConfigurationRules() throws IOException {
    Files.writeString(folder.resolve("margay.yaml"), CONFIG);

    assertThat(SiteFolder.look(folder, Optional.empty())).isInstanceOf(SiteFolder.Configured.class);
  }

  @Test
  void aGivenConfigurationRulesBeforeTheFoldersOwn() throws IOException {
    Files.writeString(folder.resolve("margay.yaml"), "wrong");
    Path other = Files.createDirectory(folder.resolve("other"));
    Path given = Files.writeString(other.resolve("given.yaml"), CONFIG);

    SiteFolder found = SiteFolder.look(folder, Optional.of(given));

    assertThat(((SiteFolder.Configured) found).config().domains().get(0).rootDir())
        .isEqualTo(other);
  }

  @Test
  void aWrongConfigurationIsMistaken() throws IOException {
    Files.writeString(folder.resolve("margay.yaml"), "wrong");

    assertThat(SiteFolder.look(folder, Optional.empty())).isInstanceOf(SiteFolder.Mistaken.class);
  }

  @Test
  void aConfigurationThatLeadsNowhereIsNotAnAbsence() throws IOException {
    Files.createSymbolicLink(folder.resolve("margay.yaml"), Path.of("gone.yaml"));

    assertThat(sentence(folder)).contains("the link leads nowhere");
  }

  @Test
  void aMisnamedConfigurationIsPointedOut() throws IOException {
    Files.writeString(folder.resolve("margay.yml"), CONFIG);

    assertThat(sentence(folder)).endsWith("rename it to margay.yaml");
  }

  @Test
  void aMissingSiteAndAFileAreMistakes() throws IOException {
    Path file = Files.writeString(folder.resolve("page.html"), "hello");

    assertThat(sentence(folder.resolve("none"))).contains("there is no such folder; name");
    assertThat(sentence(file)).contains("this is a file, not a folder; name");
  }

  private static String sentence(Path site) {
    SiteFolder found = SiteFolder.look(site, Optional.empty());
    assertThat(found).isInstanceOf(SiteFolder.Mistaken.class);
    assertThat(((SiteFolder.Mistaken) found).mistakes()).hasSize(1);
    return ((SiteFolder.Mistaken) found).mistakes().get(0).toString();
  }
}
