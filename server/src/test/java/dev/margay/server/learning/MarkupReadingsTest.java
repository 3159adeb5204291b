package dev.margay.server.learning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.key.ReadingKey;
import dev.margay.rcache.store.Body;
import dev.margay.rcache.store.ContentStore;
import dev.margay.rcache.store.Proof;
import dev.margay.server.markup.CssReading;
import dev.margay.server.markup.HtmlReading;
import dev.margay.server.markup.ReadingForm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkupReadingsTest {
  private static final byte[] PAGE =
      "<link rel=stylesheet href=a.css>".getBytes(StandardCharsets.UTF_8);
  private static final ContentHash CONTENT = ContentHash.of(PAGE);

  @TempDir Path folder;

  private MarkupReadings readings() {
    return new MarkupReadings(new ContentStore(folder), Runnable::run, 1 << 20);
  }

  private static HtmlReading html(MarkupReadings readings, Body body) {
    return readings.html(CONTENT, body).toCompletableFuture().join();
  }

  private List<ContentStore.Entry> entries() throws IOException {
    List<ContentStore.Entry> entries = new ArrayList<>();
    new ContentStore(folder).forEach(entries::add);
    return entries;
  }

  /** A body that nobody can read. */
  private Body gone() throws IOException {
    Path file = Files.write(folder.resolve("page"), PAGE);
    Body body = new Body.InMemory(PAGE).unloaded(file);
    Files.delete(file);
    return body;
  }

  @Test
  void whatWasReadIsKeptAcrossRestarts() throws IOException {
    HtmlReading first = html(readings(), new Body.InMemory(PAGE));
    assertThat(html(readings(), gone())).isEqualTo(first);
    assertThat(entries())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.key())
                  .contains(new ReadingKey(CONTENT, "html", ReadingForm.REVISION));
              assertThat(new ContentStore(folder).prove(entry)).isEqualTo(Proof.SOUND);
            });
  }

  @Test
  void theSameContentIsReadInTwoLanguages() throws IOException {
    MarkupReadings readings = readings();
    Body body = new Body.InMemory(PAGE);
    CssReading css = readings.css(CONTENT, body).toCompletableFuture().join();
    assertThat(css.references()).isEmpty();
    assertThat(html(readings, body).references()).hasSize(1);
    assertThat(entries()).hasSize(2);
  }

  @Test
  void aDamagedFormIsReadAgain() throws IOException {
    HtmlReading first = html(readings(), new Body.InMemory(PAGE));
    Path file = entries().get(0).file();
    Files.write(file, new byte[200]);
    assertThat(html(readings(), new Body.InMemory(PAGE))).isEqualTo(first);
  }

  @Test
  void aStoreThatCannotBeWrittenCostsNothingElse() throws IOException {
    Path taken = Files.writeString(folder.resolve("file"), "no folder");
    MarkupReadings readings =
        new MarkupReadings(new ContentStore(taken.resolve("r-cache")), Runnable::run, 1 << 20);
    assertThat(html(readings, new Body.InMemory(PAGE)).references()).hasSize(1);
  }

  @Test
  void aPageThatCannotBeReadIsTriedAgain() throws IOException {
    MarkupReadings readings = readings();
    assertThat(readings.html(CONTENT, gone()).toCompletableFuture()).isCompletedExceptionally();
    assertThat(html(readings, new Body.InMemory(PAGE)).references()).hasSize(1);
  }
}
