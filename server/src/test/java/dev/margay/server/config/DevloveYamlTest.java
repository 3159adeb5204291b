package dev.margay.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as the original's documentation and its example projects have them. */
class DevloveYamlTest {
  @TempDir Path folder;

  @BeforeEach
  void makeRoots() throws IOException {
    Files.createDirectories(folder.resolve("www"));
  }

  @Test
  void electricDomainsAreServedAndApiDomainsNamed() throws IOException {
    SiteFolder.Configured read =
        configured(
            """
            shimmercat-devlove:
              domains:
                elec www.example.com:
                  root-dir: www
                api api.example.com:
                  port: "8080"
            """);
    assertThat(read.config().domains())
        .containsExactly(
            new StaticDomain("www.example.com", folder.resolve("www"), List.of(), false));
    assertThat(read.notes())
        .singleElement()
        .asString()
        .contains("devlove.yaml:5")
        .contains("api.example.com")
        .contains("http://127.0.0.1:8080");
  }

  @Test
  void olderFilesTellDomainsByTheirKeys() throws IOException {
    SiteFolder.Configured read =
        configured(
            """
            shimmercat-devlove:
              domains:
                www.example.com:
                  root-dir: www
                api.example.com:
                  port: 3000
            """);
    assertThat(read.config().domains()).hasSize(1);
    assertThat(read.notes()).singleElement().asString().contains(":3000");
  }

  @Test
  void keysThatMargayDoesNotHaveAreNamedWithWhatToDoInstead() throws IOException {
    SiteFolder.Configured read =
        configured(
            """
            shimmercat-devlove:
              domains:
                elec www.example.com:
                  root-dir: www
                  views-dir: views
                  cache-key: aabbcc
                  changelist-settings: {tNew: 20, tOld: 7200}
                  consultant: {connect-to: "8000", application-protocol: http}
                  change-url: ["/ -> /target/+common/"]
            """);
    assertThat(read.notes()).extracting(ConfigMistake::line).containsExactly(5, 6, 7, 8, 9);
    assertThat(read.notes()).allSatisfy(note -> assertThat(note.remedy()).isNotBlank());
  }

  @Test
  void aDomainWithoutAFolderIsNotServed() throws IOException {
    SiteFolder.Configured read =
        configured(
            """
            shimmercat-devlove:
              domains:
                elec www.example.com: {root-dir: www}
                elec shop.example.com: {root-dir: {use-consultant: shop}, views-dir: v}
            """);
    assertThat(read.config().domains()).hasSize(1);
    assertThat(read.notes()).anyMatch(note -> note.problem().contains("shop.example.com"));
  }

  @Test
  void unknownKeysAndMissingFoldersAreMistakes() throws IOException {
    assertThat(
            mistakes(
                """
                shimmercat-devlove:
                  domains:
                    elec www.example.com: {root-dri: www}
                    elec two.example.com: {root-dir: nowhere}
                """))
        .anyMatch(one -> one.toString().contains("did you mean \"root-dir\"?"))
        .anyMatch(one -> one.problem().contains("nowhere"));
    assertThat(mistakes("domains: {}\n"))
        .anyMatch(one -> one.toString().contains("unknown key \"domains\""));
    assertThat(mistakes("")).isNotEmpty();
  }

  @Test
  void margaysOwnConfigurationComesFirst() throws IOException {
    Files.writeString(
        folder.resolve("margay.yaml"), "domains: {own.example.com: {root-dir: www}}\n");
    assertThat(configured("not: used").config().domains().get(0).name())
        .isEqualTo("own.example.com");
  }

  private SiteFolder.Configured configured(String text) throws IOException {
    return (SiteFolder.Configured) read(text);
  }

  private List<ConfigMistake> mistakes(String text) throws IOException {
    return ((SiteFolder.Mistaken) read(text)).mistakes();
  }

  private SiteFolder read(String text) throws IOException {
    Files.writeString(folder.resolve("devlove.yaml"), text);
    return SiteFolder.look(folder, Optional.empty());
  }
}
