package dev.margay.rcache.store;

import dev.margay.rcache.key.StoreKey;
import dev.margay.rcache.store.ContentStore.Entry;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where published files lie: in 256 folders, by the first two letters of their names. */
record Shards(Path root) {
  private static final Logger log = LoggerFactory.getLogger(ContentStore.class);
  private static final int CHARS = 2;
  private static final String SHARD = "[0-9a-f][0-9a-f]";

  Path file(StoreKey key) {
    String name = key.name();
    return root.resolve(shard(name)).resolve(name);
  }

  /** Whether {@code file} lies where a file under {@code key} is looked for. */
  static boolean isPlaceOf(StoreKey key, Path file) {
    return file.getParent().endsWith(shard(key.name()));
  }

  private static String shard(String name) {
    return name.substring(0, CHARS);
  }

  /** Shows every file as it is met: nothing is collected, however many there are. */
  void forEach(Consumer<Entry> visitor) throws IOException {
    if (!Files.isDirectory(root)) {
      return;
    }
    try (DirectoryStream<Path> shards = Files.newDirectoryStream(root, SHARD)) {
      for (Path shard : shards) {
        forEachIn(shard, visitor);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static void forEachIn(Path shard, Consumer<Entry> visitor) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(shard)) {
      for (Path file : files) {
        visit(file, visitor);
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      log.debug("{} was removed, or is no folder", shard, e);
    }
  }

  private static void visit(Path file, Consumer<Entry> visitor) throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      log.debug("{} was removed while it was being listed", file);
      return;
    }
    if (attributes.isRegularFile()) {
      String name = file.getFileName().toString();
      visitor.accept(new Entry(name, file, attributes.size(), LastUse.of(attributes)));
    }
  }
}
