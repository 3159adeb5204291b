package dev.margay.rcache;

import dev.margay.rcache.coding.Encoder;
import dev.margay.rcache.coding.Encoders;
import dev.margay.rcache.flight.FileFlightLock;
import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.key.RepresentationKey;
import dev.margay.rcache.key.Tier;
import dev.margay.rcache.store.Body;
import dev.margay.rcache.store.ContentStore;
import dev.margay.rcache.store.Stored;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A cache over a folder, as one process has it, and what a test asks of it. */
record Site(Path root, RepresentationCache cache) implements AutoCloseable {
  static Site in(Path root) {
    return in(root, Encoders.all());
  }

  static Site in(Path root, Encoder encoder) {
    return in(root, new Encoders(List.of(encoder)));
  }

  private static Site in(Path root, Encoders encoders) {
    ContentStore store = new ContentStore(root);
    FileFlightLock lock = new FileFlightLock(root.resolve("flights.lock"));
    return new Site(root, new RepresentationCache(store, lock, encoders, 2));
  }

  RepresentationKey key(byte[] content, ContentCoding coding, Tier tier) {
    return cache.encoders().key(ContentHash.of(content), coding, tier);
  }

  CompletionStage<Outcome> ask(byte[] content, ContentCoding coding, Tier tier) {
    return cache.obtain(key(content, coding, tier), new Body.InMemory(content));
  }

  Outcome obtain(byte[] content, ContentCoding coding, Tier tier) throws Exception {
    return outcome(ask(content, coding, tier));
  }

  Stored stored(RepresentationKey key) {
    return cache.store().find(key).orElseThrow();
  }

  long made() {
    long made = 0;
    for (ContentCoding coding : ContentCoding.values()) {
      for (Tier tier : Tier.values()) {
        made += cache.statistics().made(coding, tier);
      }
    }
    return made;
  }

  List<Path> staging() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("staging"))) {
      return files.toList();
    }
  }

  static Outcome outcome(CompletionStage<Outcome> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  static byte[] bytes(Outcome outcome) throws IOException {
    try (InputStream bytes = ((Outcome.Ready) outcome).representation().body().open()) {
      return bytes.readAllBytes();
    }
  }

  @Override
  public void close() {
    cache.close();
  }
}
