package dev.margay.server.learning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.rcache.WarningsHeard;
import dev.margay.server.http.Destination;
import dev.margay.server.learning.PageAsset.Importance;
import dev.margay.server.learning.PageAsset.Loading;
import dev.margay.server.learning.SightingsFormat.PageVisits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SightingsFolderTest {
  @TempDir private Path temporary;
  private List<PageVisits> visits;

  @BeforeEach
  void learn() {
    Watched site = new Watched();
    site.named.put(
        "/b.css",
        new PageAsset("/b.css", Destination.STYLE, Loading.NO_CORS, Importance.BLOCKING_STYLE));
    site.visits(30, guest -> guest.gets("/ä.png", "image").gets("/b.css", "style"));
    site.visit(
        Watched.person(1),
        Watched.PAGE,
        List.of(new PageAsset("/c.js", Destination.SCRIPT, Loading.MODULE, Importance.REST)),
        guest -> guest.gets("/d.png", "image").asks("GET", 304, "/e.png", "/", image()));
    visits = site.book.of(Watched.DOMAIN, site.now);
  }

  private static FetchMetadata image() {
    return new FetchMetadata("image", "no-cors", "");
  }

  private Path only() throws IOException {
    try (var files = Files.list(temporary)) {
      return files.filter(file -> file.toString().endsWith(".sightings")).findFirst().orElseThrow();
    }
  }

  @Test
  void whatWasWrittenIsRead() {
    new SightingsFolder(temporary).update(Watched.DOMAIN, before -> visits);
    assertThat(new SightingsFolder(temporary).read(Watched.DOMAIN)).isEqualTo(visits);
    assertThat(new SightingsFolder(temporary).read("other.example")).isEmpty();
  }

  @Test
  void anyDamageIsNoticedAndTheFileWrittenAgain() throws IOException {
    new SightingsFolder(temporary).update(Watched.DOMAIN, before -> visits);
    byte[] whole = Files.readAllBytes(only());
    Random random = new Random(5);
    for (int i = 0; i < 500; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      assertThat(SightingsFormat.read(damaged)).isEmpty();
      assertThat(SightingsFormat.read(Arrays.copyOf(whole, random.nextInt(whole.length))))
          .isEmpty();
    }
    Files.write(only(), Arrays.copyOf(whole, 100));
    try (WarningsHeard heard = new WarningsHeard(only().toString())) {
      SightingsFolder folder = new SightingsFolder(temporary);
      assertThat(folder.read(Watched.DOMAIN)).isEmpty();
      assertThat(folder.read(Watched.DOMAIN)).isEmpty();
      assertThat(heard.messages()).hasSize(1);
      folder.update(Watched.DOMAIN, before -> visits);
      assertThat(folder.read(Watched.DOMAIN)).isEqualTo(visits);
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsOneWarning() throws IOException {
    Path file = Files.createFile(temporary.resolve("in-the-way"));
    try (WarningsHeard heard = new WarningsHeard("in-the-way")) {
      SightingsFolder folder = new SightingsFolder(file);
      folder.update(Watched.DOMAIN, before -> visits);
      folder.update(Watched.DOMAIN, before -> visits);
      assertThat(heard.messages()).hasSize(1);
      assertThat(folder.salt()).isNotEqualTo(folder.salt());
    }
  }

  @Test
  void processesOfOneFolderShareASalt() {
    AddressHash salt = new SightingsFolder(temporary).salt();
    assertThat(new SightingsFolder(temporary).salt()).isEqualTo(salt);
  }

  @Test
  void noFileIsLeftBehindAndNoAddressIsWritten() throws IOException {
    SightingsFolder folder = new SightingsFolder(temporary);
    folder.salt();
    folder.update(Watched.DOMAIN, before -> visits);
    folder.update("../../../etc/passwd", before -> visits);
    List<String> names = new ArrayList<>();
    try (var files = Files.list(temporary)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    assertThat(names).hasSize(4).contains("salt", "lock").noneMatch(name -> name.endsWith(".tmp"));
    String text = Files.readString(only(), StandardCharsets.ISO_8859_1);
    assertThat(text).doesNotContain("192.0.2").doesNotContain("Browser/1");
  }
}
