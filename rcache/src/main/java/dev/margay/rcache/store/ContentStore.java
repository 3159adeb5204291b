package dev.margay.rcache.store;

import dev.margay.rcache.key.BlockTableKey;
import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.key.RepresentationKey;
import dev.margay.rcache.key.StoreKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the representation cache, and the only one that knows where they lie. What it finds
 * is whole and unaltered, or it is not found. Many threads and processes may share one folder, and
 * the folder may be removed at any time.
 */
public final class ContentStore {
  /** Bodies up to this many bytes are handed out in memory, larger ones as checked files. */
  public static final long IN_MEMORY = 2L << 20;

  private static final Logger log = LoggerFactory.getLogger(ContentStore.class);
  private static final int SHARD_CHARS = 2;
  private static final String STAGING = "staging";
  private static final int ATTEMPTS = 3;

  private final Path root;
  private final StagingFolder staging;
  private final StoreStatistics statistics = new StoreStatistics();

  /** A store in {@code root}, which is made when the first file is. */
  public ContentStore(Path root) {
    this.root = root;
    staging = new StagingFolder(root.resolve(STAGING));
  }

  /** What went well and wrong so far. */
  public StoreStatistics statistics() {
    return statistics;
  }

  /** Begins a file that nobody sees before it is committed. */
  public StagedFile stage() throws IOException {
    return new StagedFile(this, staging);
  }

  /**
   * What is held under {@code key}, all of it checked. A file that is cut or altered is removed,
   * logged and not found; so is one that cannot be read.
   */
  public Optional<Stored> find(StoreKey key) {
    Path file = file(key);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      Optional<Stored> stored = FileCheck.read(channel, file, key);
      return stored.isPresent() ? stored : removeDamaged(file, key);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      statistics.fault("read " + file, e);
      return Optional.empty();
    }
  }

  /** Whether there is a file under {@code key}; says nothing of its being whole. */
  public boolean has(StoreKey key) {
    return Files.isRegularFile(file(key));
  }

  /** Removes what is held under {@code key}, if anything. Readings under way end undisturbed. */
  public void discard(StoreKey key) {
    try {
      Files.deleteIfExists(file(key));
    } catch (IOException e) {
      statistics.fault("remove " + file(key), e);
    }
  }

  /**
   * Reads {@code file} once, hashes it, and keeps a copy of just what was read, so that it can be
   * sent and coded while the file itself is written to.
   */
  public Stored snapshot(Path file) throws IOException {
    try (StagedFile staged = stage();
        InputStream content = SourceFile.open(file)) {
      content.transferTo(staged.sink());
      return staged.commit(RepresentationKey.snapshot(staged.contentHash()));
    }
  }

  /** Keeps the block hashes of a large content; a fault is counted and costs a later reading. */
  public void keepBlocks(BlockTable.Hashed hashed) {
    BlockTableKey key = new BlockTableKey(hashed.content());
    try (StagedFile staged = stage();
        OutputStream sink = staged.sink()) {
      sink.write(hashed.blocks().toBytes());
      staged.commit(key);
    } catch (IOException e) {
      statistics.fault("keep " + key.name(), e);
    }
  }

  /** The block hashes that were kept of {@code content}. */
  public Optional<BlockTable> findBlocks(ContentHash content) throws IOException {
    Optional<Stored> stored = find(new BlockTableKey(content));
    if (stored.isPresent() && stored.get() instanceof Stored.Kept kept) {
      try (InputStream bytes = kept.body().open()) {
        return Optional.of(BlockTable.fromBytes(bytes.readAllBytes()));
      }
    }
    return Optional.empty();
  }

  /**
   * A published file: its name (a {@link StoreKey#name()}, unless a stranger put it there) and
   * size.
   */
  public record Entry(String name, Path file, long size) {}

  /**
   * Shows every published file, in no particular order; files that vanish meanwhile are left out.
   */
  public void forEach(Consumer<Entry> visitor) throws IOException {
    if (!Files.isDirectory(root)) {
      return;
    }
    try (DirectoryStream<Path> shards = Files.newDirectoryStream(root, "??")) {
      for (Path shard : shards) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(shard)) {
          for (Path file : files) {
            visit(file, visitor);
          }
        }
      }
    }
  }

  private static void visit(Path file, Consumer<Entry> visitor) throws IOException {
    try {
      visitor.accept(new Entry(file.getFileName().toString(), file, Files.size(file)));
    } catch (NoSuchFileException e) {
      log.debug("{} was removed while it was being listed", file);
    }
  }

  /** Removes what crashes left half-written. No file that a living process writes is harmed. */
  public void removeAbandoned() {
    try {
      int removed = staging.removeAbandoned();
      if (removed > 0) {
        log.info("Removed {} unfinished files that a crash left", removed);
      }
    } catch (IOException | DirectoryIteratorException e) {
      log.debug("Unfinished files could not be looked for", e);
    }
  }

  /**
   * The last rungs of the publishing ladder: a name for a file that is complete and on disk. A
   * valid file that already has the name stays, and the staged one is given up for it.
   */
  Stored publish(Path staged, StoreKey key) throws IOException {
    Path file = file(key);
    Optional<Stored> earlier = Optional.empty();
    boolean named = false;
    for (int attempt = 0; attempt < ATTEMPTS && !named && earlier.isEmpty(); attempt++) {
      StagingFolder.make(file.getParent());
      named = link(staged, file);
      earlier = named ? earlier : find(key);
    }
    if (earlier.isPresent()) {
      return earlier.get();
    }
    if (!named) {
      // No hard links here, or what has the name cannot be read: the rename is as atomic, but may
      // replace an equal file that came in this instant.
      move(staged, file);
    }
    syncFolder(file.getParent());
    return readBack(named ? staged : file, key);
  }

  /** Looks at what reached the disk; by the staged name, because nobody takes that one away. */
  private Stored readBack(Path written, StoreKey key) throws IOException {
    try (FileChannel channel = FileChannel.open(written, StandardOpenOption.READ)) {
      return FileCheck.read(channel, file(key), key)
          .orElseThrow(() -> new IOException(written + " is not what was written to it"));
    }
  }

  /** Whether {@code file} is now a name of what {@code staged} names; false if it has one. */
  private static boolean link(Path staged, Path file) throws IOException {
    try {
      Files.createLink(file, staged);
      return true;
    } catch (UnsupportedOperationException | FileSystemException e) {
      log.debug("{} could not be linked", file, e);
      return false;
    }
  }

  /**
   * Takes a damaged file away. Another process may have put a whole one in its place since it was
   * read: that one goes back.
   */
  private Optional<Stored> removeDamaged(Path file, StoreKey key) throws IOException {
    Path aside = staging.moveAside(file);
    try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.READ)) {
      Optional<Stored> repaired = FileCheck.read(channel, file, key);
      if (repaired.isPresent()) {
        if (!link(aside, file) && !has(key)) {
          move(aside, file);
        }
        return repaired;
      }
    } finally {
      staging.remove(aside);
    }
    statistics.corrupt.increment();
    log.warn("{} was cut or altered; it is removed and will be made again", file);
    return Optional.empty();
  }

  private static void move(Path staged, Path file) throws IOException {
    try {
      Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("the cache's folder spans two file systems", e);
    }
  }

  private static void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private Path file(StoreKey key) {
    String name = key.name();
    return root.resolve(name.substring(0, SHARD_CHARS)).resolve(name);
  }
}
