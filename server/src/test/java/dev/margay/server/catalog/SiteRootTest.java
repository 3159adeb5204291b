package dev.margay.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.server.http.CanonicalPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteRootTest {
  @TempDir Path folder;
  private Path site;

  @BeforeEach
  void layOut() throws IOException {
    site = Files.createDirectories(folder.resolve("site"));
    Files.writeString(site.resolve("page.html"), "page");
  }

  private SiteRoot root(Path... withheld) {
    return new SiteRoot(site, List.of(withheld));
  }

  private static CanonicalPath path(String spelling) {
    return (CanonicalPath) CanonicalPath.read(spelling);
  }

  private boolean shows(String spelling, Path... withheld) {
    return root(withheld).findFile(path(spelling)).isPresent();
  }

  private Path file(String name) throws IOException {
    Path file = site.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, name);
  }

  @Test
  void aFileOfTheSiteIsFoundWhereItReallyLies() throws IOException {
    assertThat(root().findFile(path("/page.html")))
        .contains(site.toRealPath().resolve("page.html"));
  }

  @Test
  void dotfilesAreHiddenExceptBelowWellKnown() throws IOException {
    file(".env");
    file(".git/config");
    file(".well-known/security.txt");
    file(".well-known/.secret");
    file("sub/.well-known/x");
    assertThat(shows("/.env")).isFalse();
    assertThat(shows("/.git/config")).isFalse();
    assertThat(shows("/.well-known/security.txt")).isTrue();
    assertThat(shows("/.well-known/.secret")).isFalse();
    assertThat(shows("/sub/.well-known/x")).isFalse();
  }

  @Test
  void margaysOwnFilesAreHidden() throws IOException {
    for (String name :
        List.of("margay.yaml", "devlove.yaml", "_headers", "_redirects", "index.html.push-list")) {
      file(name);
      assertThat(shows("/" + name)).as(name).isFalse();
    }
  }

  @Test
  void withheldFoldersAndFilesAreHiddenEvenIfTheyAreMadeLater() throws IOException {
    Path scratch = site.resolve("cache");
    Path key = site.resolve("key.pem");
    SiteRoot root = root(scratch, key);
    file("cache/r-cache/ab/x");
    file("key.pem");
    assertThat(root.findFile(path("/cache/r-cache/ab/x"))).isEmpty();
    assertThat(root.findFile(path("/key.pem"))).isEmpty();
    assertThat(root.findFile(path("/page.html"))).isPresent();
  }

  @Test
  void aLinkInsideTheSiteIsFollowedAndOneOutOfItIsNot() throws IOException {
    Path outside = Files.writeString(folder.resolve("secret.txt"), "secret");
    Files.createSymbolicLink(site.resolve("inside.html"), Path.of("page.html"));
    Files.createSymbolicLink(site.resolve("outside.txt"), outside);
    Files.createSymbolicLink(site.resolve("up"), folder);
    Files.createSymbolicLink(site.resolve("loop"), Path.of("loop"));
    Files.createSymbolicLink(site.resolve("dangling"), Path.of("nowhere"));
    assertThat(shows("/inside.html")).isTrue();
    assertThat(shows("/outside.txt")).isFalse();
    assertThat(shows("/up/secret.txt")).isFalse();
    assertThat(shows("/loop")).isFalse();
    assertThat(shows("/dangling")).isFalse();
  }

  @Test
  void aLinkToSomethingHiddenIsHidden() throws IOException {
    file(".env");
    Files.createSymbolicLink(site.resolve("env.txt"), Path.of(".env"));
    assertThat(shows("/env.txt")).isFalse();
  }

  @Test
  void aFolderIsNoFile() throws IOException {
    Files.createDirectories(site.resolve("dir.html"));
    assertThat(shows("/dir.html")).isFalse();
    assertThat(root().find(path("/dir.html"))).isPresent();
  }

  @Test
  void aNameTooLongForTheFileSystemIsMissing() {
    assertThat(shows("/" + "x".repeat(5000))).isFalse();
  }

  @Test
  void aRootThatIsALinkMayBePointedElsewhere() throws IOException {
    Path first = Files.createDirectories(folder.resolve("v1"));
    Path second = Files.createDirectories(folder.resolve("v2"));
    Files.writeString(second.resolve("new.html"), "new");
    Path current = Files.createSymbolicLink(folder.resolve("current"), first);
    SiteRoot root = new SiteRoot(current, List.of());
    assertThat(root.findFile(path("/new.html"))).isEmpty();
    Files.delete(current);
    Files.createSymbolicLink(current, second);
    assertThat(root.findFile(path("/new.html"))).contains(second.toRealPath().resolve("new.html"));
  }
}
