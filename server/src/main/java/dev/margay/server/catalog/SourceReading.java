package dev.margay.server.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.store.BlockTable;
import dev.margay.rcache.store.Body;
import dev.margay.rcache.store.ContentStore;
import dev.margay.rcache.store.SourceFile;
import dev.margay.rcache.store.Stored;
import dev.margay.server.http.MediaType;
import dev.margay.server.http.MediaTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a file so that what is told of it and what is sent of it are one version:
 *
 * <ul>
 *   <li>up to 2 MiB, all of it is read into memory at once, and what is larger than {@link
 *       ContentStore#IN_MEMORY} is then let go for the hashes of its blocks, if it is quiet;
 *   <li>above, its blocks are hashed in one pass and each is checked again before it is sent; a
 *       file that was written to within the last 2 s is copied in that same pass, and the copy is
 *       sent.
 * </ul>
 */
final class SourceReading {
  /** Above this many bytes a file that is being written to is not copied again and again. */
  private static final long LARGEST_COPY = 256L << 20;

  /** Memory for the block hashes of readings lately done, in bytes: those of twelve 5 GB files. */
  private static final long LARGE_READINGS = 16L << 20;

  /**
   * Up to this many bytes a file is read as a whole: fast enough to be done again at each start.
   */
  private static final int WHOLE = 2 << 20;

  private static final Logger log = LoggerFactory.getLogger(SourceReading.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int ATTEMPTS = 3;

  private final HashIndex index;
  private final ContentStore store;
  private final Executor hashing;
  private final InstantSource clock;

  /** Readings of large files under way or lately done, so that none is done twice. */
  private final Cache<Version, CompletableFuture<AssetFacts>> large =
      Caffeine.newBuilder()
          .maximumWeight(LARGE_READINGS)
          .weigher((Version version, CompletableFuture<AssetFacts> reading) -> version.weight())
          .build();

  private record Version(Path file, FileStamp stamp, boolean quiet) {
    private static final int OVERHEAD = 1024;

    /** Memory that its block hashes take, or will, in bytes. */
    int weight() {
      long hashes = stamp.size() / BlockTable.BLOCK * BlockTable.DIGEST;
      return (int) Math.min(LARGE_READINGS / 2, OVERHEAD + hashes);
    }
  }

  SourceReading(HashIndex index, ContentStore store, Executor hashing, InstantSource clock) {
    this.index = index;
    this.store = store;
    this.hashing = hashing;
    this.clock = clock;
  }

  /** Reads {@code file}, a regular file; completes within a little over 2 s. */
  CompletionStage<Located> read(Path file) throws IOException {
    MediaType type = MediaTypes.of(file.getFileName().toString());
    for (int attempt = 1; ; attempt++) {
      FileStamp stamp = FileStamp.of(file);
      boolean quiet = stamp.quietAt(clock.instant());
      if (stamp.size() > WHOLE) {
        return readLarge(file, stamp, quiet, type);
      }
      byte[] bytes = SourceFile.readUpTo(file, WHOLE);
      boolean still = bytes.length == stamp.size() && FileStamp.of(file).equals(stamp);
      if (bytes.length <= WHOLE && (still || attempt == ATTEMPTS)) {
        boolean settled = quiet && still;
        return CompletableFuture.completedStage(
            new Located.Found(
                new AssetFacts(
                    file,
                    stamp,
                    settled,
                    ContentHash.of(bytes),
                    body(file, bytes, settled),
                    type)));
      }
      if (attempt == ATTEMPTS) {
        return CompletableFuture.completedStage(new Located.Unhashed(file, stamp, type));
      }
    }
  }

  private static Body body(Path file, byte[] bytes, boolean settled) {
    Body.InMemory memory = new Body.InMemory(bytes);
    return settled && bytes.length > ContentStore.IN_MEMORY ? memory.unloaded(file) : memory;
  }

  private CompletionStage<Located> readLarge(
      Path file, FileStamp stamp, boolean quiet, MediaType type) {
    Located unhashed = new Located.Unhashed(file, stamp, type);
    if (!quiet && stamp.size() > LARGEST_COPY) {
      return CompletableFuture.completedStage(unhashed);
    }
    Version version = new Version(file, stamp, quiet);
    CompletableFuture<AssetFacts> reading =
        quiet ? large.get(version, this::startHashing) : startHashing(version);
    return reading
        .<Located>thenApply(Located.Found::new)
        .exceptionally(
            failure -> {
              large.invalidate(version);
              log.debug("{} could not be hashed", file, failure);
              return unhashed;
            })
        .completeOnTimeout(unhashed, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private CompletableFuture<AssetFacts> startHashing(Version version) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return version.quiet() ? hashInPlace(version) : copy(version);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        hashing);
  }

  private AssetFacts hashInPlace(Version version) throws IOException {
    Path file = version.file();
    Optional<ContentHash> remembered = index.find(file, version.stamp());
    if (remembered.isPresent()) {
      Optional<BlockTable> blocks = store.findBlocks(remembered.get());
      if (blocks.isPresent() && blocks.get().length() == version.stamp().size()) {
        return facts(version, true, remembered.get(), new Body.OnDisk(file, blocks.get()));
      }
    }
    BlockTable.Hashed hashed = SourceFile.hash(file);
    boolean still = FileStamp.of(file).equals(version.stamp());
    if (still) {
      store.keepBlocks(hashed);
      index.put(file, version.stamp(), hashed.content());
    }
    return facts(version, still, hashed.content(), new Body.OnDisk(file, hashed.blocks()));
  }

  /** Where no copy can be made, the file itself is sent, each block checked. */
  private AssetFacts copy(Version version) throws IOException {
    try {
      if (store.snapshot(version.file()) instanceof Stored.Kept kept) {
        return facts(version, false, kept.key().content(), kept.body());
      }
    } catch (IOException e) {
      store.statistics().fault("copy " + version.file(), e);
    }
    BlockTable.Hashed hashed = SourceFile.hash(version.file());
    return facts(
        version, false, hashed.content(), new Body.OnDisk(version.file(), hashed.blocks()));
  }

  private static AssetFacts facts(
      Version version, boolean settled, ContentHash content, Body plain) {
    MediaType type = MediaTypes.of(version.file().getFileName().toString());
    return new AssetFacts(version.file(), version.stamp(), settled, content, plain, type);
  }
}
