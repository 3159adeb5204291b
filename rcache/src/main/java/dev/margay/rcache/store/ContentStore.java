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
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the representation cache, and the only one that knows where they lie. What it finds
 * is whole and unaltered, or it is not found. Many threads and processes may share one folder, and
 * the folder may be removed at any time.
 */
public final class ContentStore {
  /**
   * Bodies up to this many bytes are handed out in memory, larger ones as checked files. Each
   * response that waits for its reader may hold one, so it bounds what a slow visitor can cost.
   */
  public static final long IN_MEMORY = 128L << 10;

  private static final Logger log = LoggerFactory.getLogger(ContentStore.class);
  private static final String STAGING = "staging";
  private static final int ATTEMPTS = 3;

  private final Shards shards;
  private final StagingFolder staging;
  private final StoreStatistics statistics;
  private volatile LongConsumer published = bytes -> {};

  /** A store in {@code root}, which is made when the first file is. */
  public ContentStore(Path root) {
    shards = new Shards(root);
    statistics = new StoreStatistics(root);
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
    Path file = shards.file(key);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      Optional<Stored> stored = FileCheck.read(channel, file, key);
      if (stored.isEmpty()) {
        return removeDamaged(file, key);
      }
      LastUse.renew(file);
      return stored;
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      statistics.fault("read " + file, e);
      return Optional.empty();
    }
  }

  /**
   * What is held under {@code key}, all of it checked; for those who only look on. Nothing is
   * changed: it does not count as used, and what is damaged is not found, but stays.
   */
  public Optional<Stored> look(StoreKey key) {
    Path file = shards.file(key);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return FileCheck.read(channel, file, key);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether there is a file under {@code key}; says nothing of its being whole. */
  public boolean has(StoreKey key) {
    return Files.isRegularFile(shards.file(key));
  }

  /** Removes what is held under {@code key}, if anything. Readings under way end undisturbed. */
  public void discard(StoreKey key) {
    try {
      Files.deleteIfExists(shards.file(key));
    } catch (IOException e) {
      statistics.fault("remove " + shards.file(key), e);
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
   * A published file.
   *
   * @param name a {@link StoreKey#name()}, unless a stranger put it there
   * @param size in bytes
   * @param lastUse when it was last read or used, to a tenth of a second
   */
  public record Entry(String name, Path file, long size, Instant lastUse) {
    private static final long DISK_BLOCK = 4096;

    /** What the file takes of the disk, in bytes. */
    public long space() {
      return (size + DISK_BLOCK - 1) / DISK_BLOCK * DISK_BLOCK;
    }

    /** What the file is to hold; empty if that cannot be told from its name and place. */
    public Optional<StoreKey> key() {
      return StoreKey.parse(name).filter(key -> Shards.isPlaceOf(key, file));
    }
  }

  /**
   * Shows every published file, in no particular order; files that vanish meanwhile are left out.
   */
  public void forEach(Consumer<Entry> visitor) throws IOException {
    shards.forEach(visitor);
  }

  /** Is told, from now on, how many bytes each publication adds; must not block. */
  public void whenPublished(LongConsumer listener) {
    published = listener;
  }

  /** Takes note that what is held under {@code key}, if anything, is in use. */
  public void used(StoreKey key) {
    LastUse.renew(shards.file(key));
  }

  /** Whether every byte of {@code entry}'s file is what was written; nothing is changed. */
  public Proof prove(Entry entry) {
    Optional<StoreKey> key = entry.key();
    if (key.isEmpty()) {
      return Proof.NO_ENTRY;
    }
    try (FileChannel channel = FileChannel.open(entry.file(), StandardOpenOption.READ)) {
      boolean whole = FileCheck.read(channel, entry.file(), key.get()).isPresent();
      return whole ? Proof.SOUND : Proof.DAMAGED;
    } catch (NoSuchFileException e) {
      return Proof.GONE;
    } catch (IOException e) {
      return Proof.UNREADABLE;
    }
  }

  /**
   * Removes {@code entry}'s file, unless it was used or replaced since it was shown. Readings under
   * way end undisturbed.
   */
  public boolean remove(Entry entry) {
    try {
      return LastUse.of(entry.file()).equals(entry.lastUse()) && Files.deleteIfExists(entry.file());
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      statistics.fault("remove " + entry.file(), e);
      return false;
    }
  }

  /**
   * Removes what crashes left half-written. No file that a living process writes is harmed.
   *
   * @return what was removed
   */
  public Removed removeAbandoned() {
    try {
      Removed removed = staging.removeAbandoned();
      if (removed.files() > 0) {
        log.info("Removed {} unfinished files that a crash left", removed.files());
      }
      return removed;
    } catch (IOException | DirectoryIteratorException e) {
      log.debug("Unfinished files could not be looked for", e);
      return Removed.NOTHING;
    }
  }

  /**
   * The last rungs of the publishing ladder: a name for a file that is complete and on disk. A
   * valid file that already has the name stays, and the staged one is given up for it.
   */
  Stored publish(Path staged, StoreKey key) throws IOException {
    Path file = shards.file(key);
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
    Stored kept = readBack(named ? staged : file, key);
    statistics.kept();
    published.accept(Files.size(named ? staged : file));
    return kept;
  }

  /** Looks at what reached the disk; by the staged name, because nobody takes that one away. */
  private Stored readBack(Path written, StoreKey key) throws IOException {
    try (FileChannel channel = FileChannel.open(written, StandardOpenOption.READ)) {
      return FileCheck.read(channel, shards.file(key), key)
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
}
