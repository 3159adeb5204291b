package dev.margay.server.learning;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.key.ReadingKey;
import dev.margay.rcache.store.Body;
import dev.margay.rcache.store.ContentStore;
import dev.margay.rcache.store.StagedFile;
import dev.margay.rcache.store.Stored;
import dev.margay.server.markup.CssReading;
import dev.margay.server.markup.CssReferences;
import dev.margay.server.markup.HtmlReading;
import dev.margay.server.markup.HtmlReferences;
import dev.margay.server.markup.ReadingForm;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was read from pages and style sheets, each content once: it is held in memory, and kept in
 * the content store across restarts. Where the store fails, the content is read again.
 */
public final class MarkupReadings {
  private static final Logger log = LoggerFactory.getLogger(MarkupReadings.class);

  /** Of a longer content the beginning is read, in bytes; no char takes less than one. */
  private static final int LONGEST = HtmlReferences.MAX_CHARS;

  private final ContentStore store;
  private final Executor parsing;
  private final Language<HtmlReading> html;
  private final Language<CssReading> css;

  /**
   * Readings kept in {@code store}.
   *
   * @param parsing where contents are read and parsed, milliseconds each
   * @param memory for readings, in bytes, about
   */
  public MarkupReadings(ContentStore store, Executor parsing, long memory) {
    this.store = store;
    this.parsing = parsing;
    this.html =
        new Language<>(
            "html", HtmlReferences::read, ReadingForm::of, ReadingForm::html, memory / 2);
    this.css =
        new Language<>("css", CssReferences::read, ReadingForm::of, ReadingForm::css, memory / 2);
  }

  /** What the page {@code content} names; fails if {@code body} cannot be read. */
  public CompletionStage<HtmlReading> html(ContentHash content, Body body) {
    return html.reading(content, body);
  }

  /** What the style sheet {@code content} names; fails if {@code body} cannot be read. */
  public CompletionStage<CssReading> css(ContentHash content, Body body) {
    return css.reading(content, body);
  }

  /** One of the two, and how it is read, written down and read back. */
  private final class Language<T> {
    /** A reading in memory takes about this many times the bytes of its form. */
    private static final int IN_MEMORY = 3;

    private final String name;
    private final Function<String, T> reader;
    private final Function<T, byte[]> form;
    private final Function<byte[], Optional<T>> readBack;
    private final AsyncCache<ContentHash, Weighed<T>> known;

    Language(
        String name,
        Function<String, T> reader,
        Function<T, byte[]> form,
        Function<byte[], Optional<T>> readBack,
        long memory) {
      this.name = name;
      this.reader = reader;
      this.form = form;
      this.readBack = readBack;
      this.known =
          Caffeine.newBuilder()
              .executor(parsing)
              .maximumWeight(memory)
              .weigher((ContentHash content, Weighed<T> one) -> IN_MEMORY * one.bytes() + 256)
              .buildAsync();
    }

    CompletionStage<T> reading(ContentHash content, Body body) {
      return known.get(content, hash -> read(hash, body)).thenApply(Weighed::reading);
    }

    private Weighed<T> read(ContentHash content, Body body) {
      ReadingKey key = new ReadingKey(content, name, ReadingForm.REVISION);
      Optional<byte[]> kept = find(key);
      Optional<T> known = kept.flatMap(readBack);
      if (known.isPresent()) {
        return new Weighed<>(known.get(), kept.get().length);
      }
      T reading = reader.apply(text(body));
      byte[] bytes = form.apply(reading);
      keep(key, bytes);
      return new Weighed<>(reading, bytes.length);
    }
  }

  private record Weighed<T>(T reading, int bytes) {}

  private static String text(Body body) {
    try (InputStream in = body.open()) {
      return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<byte[]> find(ReadingKey key) {
    if (store.find(key).orElse(null) instanceof Stored.Kept kept) {
      try (InputStream in = kept.body().open()) {
        return Optional.of(in.readAllBytes());
      } catch (IOException e) {
        store.statistics().fault("read " + key.name(), e);
      }
    }
    return Optional.empty();
  }

  /** Later, because nobody waits for it: it syncs the disk. */
  private void keep(ReadingKey key, byte[] bytes) {
    try {
      parsing.execute(
          () -> {
            try (StagedFile staged = store.stage()) {
              staged.sink().write(bytes);
              staged.commit(key);
            } catch (IOException e) {
              store.statistics().fault("keep " + key.name(), e);
            }
          });
    } catch (RejectedExecutionException e) {
      log.debug("Stopping: {} is not kept", key.name(), e);
    }
  }
}
