package dev.margay.samplesite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * A folder of files as a visitor may see it: regular files whose names, like those of their
 * folders, begin with no dot ({@code .well-known} excepted). Symbolic links are left out.
 *
 * @param folder its root
 * @param files what there is to see
 */
record RealSite(Path folder, List<Path> files) {
  private static final String WELL_KNOWN = ".well-known";
  private static final long LARGE = 2 << 20;

  RealSite {
    files = List.copyOf(files);
  }

  /** All of {@code folder}. */
  static RealSite in(Path folder) {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes ignored) {
              boolean seen = directory.equals(folder) || visible(folder, directory);
              return seen ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes ignored) {
              if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && visible(folder, file)) {
                files.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Collections.sort(files);
    return new RealSite(folder, files);
  }

  private static boolean visible(Path folder, Path path) {
    String name = path.getFileName().toString();
    boolean wellKnown = path.equals(folder.resolve(WELL_KNOWN));
    return wellKnown || !name.startsWith(".");
  }

  /**
   * Some of the files: {@code count} of at most {@code most} bytes, chosen at random, and the
   * smallest of those that a server does not hold in memory.
   */
  RealSite sample(int count, long most, long seed) {
    List<Path> shuffled = new ArrayList<>(files);
    Collections.shuffle(shuffled, new Random(seed));
    List<Path> some = new ArrayList<>();
    shuffled.stream().filter(file -> size(file) <= most).limit(count).forEach(some::add);
    files.stream()
        .filter(file -> size(file) > LARGE)
        .min(Comparator.comparingLong(RealSite::size))
        .ifPresent(some::add);
    return new RealSite(folder, some);
  }

  private static long size(Path file) {
    return file.toFile().length();
  }

  /** The request target of {@code file}. */
  String target(Path file) {
    String path = "/" + folder.relativize(file).toString().replace('\\', '/');
    try {
      return new URI(null, null, path, null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("every absolute path has a spelling", e);
    }
  }
}
