package dev.margay.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.store.Body;
import dev.margay.rcache.store.ContentStore;
import dev.margay.server.http.CanonicalPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssetCatalogTest {
  private static final int LARGE = 3 << 20;

  @TempDir Path folder;
  private Path site;
  private Path scratch;

  /** How far the catalog's clock is ahead: makes files quiet without waiting. */
  private Duration ahead = Duration.ZERO;

  @BeforeEach
  void layOut() throws IOException {
    site = Files.createDirectories(folder.resolve("site"));
    scratch = folder.resolve("scratch");
  }

  private AssetCatalog catalog() {
    InstantSource clock = () -> Instant.now().plus(ahead);
    return new AssetCatalog(
        new SiteRoot(site, List.of(scratch)),
        new HashIndex(scratch.resolve("hash-index")),
        new ContentStore(scratch.resolve("r-cache")),
        Runnable::run,
        Runnable::run,
        clock);
  }

  private static CanonicalPath path(String spelling) {
    return (CanonicalPath) CanonicalPath.read(spelling);
  }

  private static Located look(AssetCatalog catalog, String spelling, AssetFacts known) {
    return catalog.look(path(spelling), known).toCompletableFuture().join();
  }

  private AssetFacts found(String spelling) {
    return ((Located.Found) look(catalog(), spelling, null)).facts();
  }

  private static byte[] randomBytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] read(Body body) throws IOException {
    try (InputStream in = body.open()) {
      return in.readAllBytes();
    }
  }

  private void write(String name, String text) throws IOException {
    Path file = site.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void aPathLeadsToItsFileItsPageOrItsIndex() throws IOException {
    write("index.html", "front");
    write("about.html", "about");
    write("docs/index.html", "docs");
    assertThat(found("/").content()).isEqualTo(hash("front"));
    assertThat(found("/index.html").content()).isEqualTo(hash("front"));
    assertThat(found("/about").content()).isEqualTo(hash("about"));
    assertThat(found("/about.html").content()).isEqualTo(hash("about"));
    assertThat(found("/docs/").content()).isEqualTo(hash("docs"));
    assertThat(look(catalog(), "/docs", null)).isInstanceOf(Located.Folder.class);
    assertThat(look(catalog(), "/none", null)).isInstanceOf(Located.Missing.class);
    assertThat(look(catalog(), "/about/", null)).isInstanceOf(Located.Missing.class);
  }

  private static ContentHash hash(String text) {
    return ContentHash.of(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aQuietFileIsSettledAndAFreshOneIsNot() throws IOException {
    write("a.css", "body{}");
    assertThat(found("/a.css").settled()).isFalse();
    ahead = Duration.ofSeconds(5);
    assertThat(found("/a.css").settled()).isTrue();
  }

  @Test
  void settledFactsAreGivenBackUntilTheStampDiffers() throws IOException {
    write("a.css", "body{}");
    ahead = Duration.ofSeconds(5);
    AssetFacts known = found("/a.css");
    assertThat(((Located.Found) look(catalog(), "/a.css", known)).facts()).isSameAs(known);
    write("a.css", "html{}");
    AssetFacts next = ((Located.Found) look(catalog(), "/a.css", known)).facts();
    assertThat(next.content()).isEqualTo(hash("html{}"));
  }

  @Test
  void unsettledFactsAreReadAgainEvenIfTheStampIsTheSame() throws IOException {
    write("a.css", "body{}");
    AssetFacts known = found("/a.css");
    AssetFacts next = ((Located.Found) look(catalog(), "/a.css", known)).facts();
    assertThat(next).isNotSameAs(known);
    assertThat(next.content()).isEqualTo(known.content());
  }

  @Test
  void aQuietLargeFileIsServedInPlaceWithTheHashesOfItsBlocks() throws IOException {
    byte[] bytes = randomBytes(LARGE, 1);
    Path file = Files.write(site.resolve("film.mp4"), bytes);
    ahead = Duration.ofSeconds(5);
    AssetFacts facts = found("/film.mp4");
    assertThat(facts.content()).isEqualTo(ContentHash.of(bytes));
    assertThat(facts.settled()).isTrue();
    assertThat(((Body.OnDisk) facts.plain()).file()).isEqualTo(file.toRealPath());
    assertThat(read(facts.plain())).isEqualTo(bytes);
  }

  @Test
  void aLargeFileThatWasJustWrittenIsCopiedInTheSameReading() throws IOException {
    byte[] bytes = randomBytes(LARGE, 2);
    Path file = Files.write(site.resolve("film.mp4"), bytes);
    AssetFacts facts = found("/film.mp4");
    Files.write(file, randomBytes(LARGE, 3));
    assertThat(((Body.OnDisk) facts.plain()).file()).isNotEqualTo(file.toRealPath());
    assertThat(read(facts.plain())).isEqualTo(bytes);
  }

  @Test
  void aRestartDoesNotReadAQuietLargeFileAgain() throws IOException {
    Path file = Files.write(site.resolve("film.mp4"), randomBytes(LARGE, 4));
    ahead = Duration.ofSeconds(5);
    AssetFacts first = found("/film.mp4");
    FileStamp stamp = FileStamp.of(file.toRealPath());
    HashIndex index = new HashIndex(scratch.resolve("hash-index"));
    assertThat(index.find(file.toRealPath(), stamp)).contains(first.content());
    assertThat(new ContentStore(scratch.resolve("r-cache")).findBlocks(first.content()))
        .isPresent();
    assertThat(found("/film.mp4").content()).isEqualTo(first.content());
  }

  @Test
  void theNearestNotFoundPageIsTheOneInTheClosestFolderAbove() throws IOException {
    write("404.html", "top");
    write("docs/404.html", "docs");
    assertThat(nearest("/docs/deep/down")).contains(path("/docs/404.html"));
    assertThat(nearest("/docs/")).contains(path("/docs/404.html"));
    assertThat(nearest("/docs")).contains(path("/404.html"));
    assertThat(nearest("/other/x")).contains(path("/404.html"));
  }

  private Optional<CanonicalPath> nearest(String spelling) {
    return catalog().nearestNotFoundPage(path(spelling)).toCompletableFuture().join();
  }

  @Test
  void datesOfArchivesSayNothing() throws IOException {
    write("a.css", "body{}");
    Files.setLastModifiedTime(
        site.resolve("a.css"),
        java.nio.file.attribute.FileTime.from(Instant.parse("1985-10-26T08:15:00Z")));
    ahead = Duration.ofSeconds(5);
    assertThat(found("/a.css").lastModified()).isEmpty();
  }
}
