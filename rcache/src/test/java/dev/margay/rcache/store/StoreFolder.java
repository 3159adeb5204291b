package dev.margay.rcache.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.key.RepresentationKey;
import dev.margay.rcache.key.StoreKey;
import dev.margay.rcache.key.Tier;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A store in a folder, and what a test does to both. */
record StoreFolder(Path root, ContentStore store) {
  static StoreFolder in(Path root) {
    return new StoreFolder(root, new ContentStore(root));
  }

  static RepresentationKey key(long content) {
    ContentHash hash = ContentHash.of(Long.toString(content).getBytes(US_ASCII));
    return new RepresentationKey(hash, ContentCoding.BR, 1, Tier.FAST);
  }

  Stored commit(StoreKey key, byte[] payload) throws IOException {
    try (StagedFile staged = store.stage()) {
      staged.sink().write(payload);
      return staged.commit(key);
    }
  }

  Stored commitNotSmaller(StoreKey key) throws IOException {
    try (StagedFile staged = store.stage()) {
      staged.sink().write(new byte[100]);
      return staged.commitNotSmaller(key);
    }
  }

  Path file(StoreKey key) {
    return root.resolve(key.name().substring(0, 2)).resolve(key.name());
  }

  void write(StoreKey key, byte[] file) throws IOException {
    Files.createDirectories(file(key).getParent());
    Files.write(file(key), file);
  }

  void flip(StoreKey key, int at) throws IOException {
    byte[] file = Files.readAllBytes(file(key));
    file[at] ^= 0x10;
    Files.write(file(key), file);
  }

  List<Path> staging() throws IOException {
    Path staging = root.resolve("staging");
    if (!Files.isDirectory(staging)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(staging)) {
      return files.toList();
    }
  }

  void removeAll() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  byte[] found(StoreKey key) {
    Optional<Stored> stored = store.find(key);
    assertThat(stored).isPresent();
    return bytes(stored.get());
  }

  static byte[] bytes(Stored stored) {
    try (InputStream bytes = ((Stored.Kept) stored).body().open()) {
      return bytes.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
