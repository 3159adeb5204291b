package dev.margay.rcache.store;

import dev.margay.rcache.key.BlockTableKey;
import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.key.RepresentationKey;
import dev.margay.rcache.key.StoreKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
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

  private final Path root;
  private final StoreStatistics statistics = new StoreStatistics();

  /** A store in {@code root}, which is made when the first file is. */
  public ContentStore(Path root) {
    this.root = root;
  }

  /** What went well and wrong so far. */
  public StoreStatistics statistics() {
    return statistics;
  }

  /** Begins a file that nobody sees before it is committed. */
  public StagedFile stage() throws IOException {
    Path staging = root.resolve(STAGING);
    Files.createDirectories(staging);
    return StagedFile.create(this, staging);
  }

  /**
   * What is held under {@code key}, all of it checked. A file that is cut or altered is removed,
   * logged and not found; so is one that cannot be read.
   */
  public Optional<Stored> find(StoreKey key) {
    Path file = file(key);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      Optional<Stored> stored = read(channel, file, key);
      if (stored.isEmpty()) {
        statistics.corrupt.increment();
        log.warn("{} was cut or altered; it is removed and will be made again", file);
        Files.deleteIfExists(file);
      }
      return stored;
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

  /**
   * The last rungs of the publishing ladder: a name for a file that is complete and on disk. A
   * valid file that already has the name stays, and the staged one is given up for it.
   */
  Stored publish(Path staged, StoreKey key) throws IOException {
    Path file = file(key);
    Files.createDirectories(file.getParent());
    try {
      Files.createLink(file, staged);
      Files.delete(staged);
    } catch (FileAlreadyExistsException e) {
      Optional<Stored> earlier = find(key);
      if (earlier.isPresent()) {
        Files.delete(staged);
        return earlier.get();
      }
      move(staged, file);
    } catch (UnsupportedOperationException | FileSystemException e) {
      // No hard links here: the rename below is as atomic, but may replace an equal file.
      move(staged, file);
    }
    syncFolder(file.getParent());
    return find(key).orElseThrow(() -> new NoSuchFileException(file.toString()));
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

  private static Optional<Stored> read(FileChannel channel, Path file, StoreKey key)
      throws IOException {
    long size = channel.size();
    if (size < StoreFooter.BYTES) {
      return Optional.empty();
    }
    ByteBuffer end = readAt(channel, size - StoreFooter.BYTES, StoreFooter.BYTES);
    long tail = StoreFooter.tailLength(end);
    if (tail > size || tail > Integer.MAX_VALUE) {
      return Optional.empty();
    }
    Optional<StoreFooter> footer =
        StoreFooter.decode(readAt(channel, size - tail, (int) tail), key)
            .filter(f -> f.blocks().length() + tail == size);
    return footer.isPresent() ? check(channel, file, key, footer.get()) : Optional.empty();
  }

  private static Optional<Stored> check(
      FileChannel channel, Path file, StoreKey key, StoreFooter footer) throws IOException {
    if (footer.kind() == StoreFooter.Kind.NOT_SMALLER) {
      return Optional.of(new Stored.NotSmaller(key));
    }
    BlockTable blocks = footer.blocks();
    boolean small = blocks.length() <= IN_MEMORY;
    byte[] memory = new byte[small ? (int) blocks.length() : 0];
    ByteBuffer buffer = ByteBuffer.allocate(BlockTable.BLOCK);
    for (long index = 0; index < BlockTable.blocks(blocks.length()); index++) {
      long start = index * BlockTable.BLOCK;
      ByteBuffer block =
          small
              ? ByteBuffer.wrap(memory, (int) start, blocks.blockLength(index)).slice()
              : buffer.clear().limit(blocks.blockLength(index));
      if (!fill(channel, start, block) || !blocks.holds(index, block.flip())) {
        return Optional.empty();
      }
    }
    Body body = small ? new Body.InMemory(memory) : new Body.OnDisk(file, blocks);
    return Optional.of(new Stored.Kept(key, footer.payload(), body));
  }

  private static ByteBuffer readAt(FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    fill(channel, position, buffer);
    return buffer.flip();
  }

  private static boolean fill(FileChannel channel, long position, ByteBuffer buffer)
      throws IOException {
    int start = buffer.position();
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position() - start) < 0) {
        return false;
      }
    }
    return true;
  }

  private Path file(StoreKey key) {
    String name = key.name();
    return root.resolve(name.substring(0, SHARD_CHARS)).resolve(name);
  }
}
