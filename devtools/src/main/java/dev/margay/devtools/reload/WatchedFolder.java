package dev.margay.devtools.reload;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A folder of a site, by its real path.
 *
 * @param site whose it is
 * @param root the site's folder
 * @param folder this one, {@code root} or below it
 */
record WatchedFolder(WatchedSite site, Path root, Path folder) {
  /** Walks through what may be seen in it; links are not followed. */
  void walk(FileVisitor<Path> visitor) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new FileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path inside, BasicFileAttributes attributes)
              throws IOException {
            return shows(inside)
                ? visitor.preVisitDirectory(inside, attributes)
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            return shows(file) ? visitor.visitFile(file, attributes) : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path inside, IOException failure) {
            return FileVisitResult.CONTINUE;
          }
        });
  }

  boolean shows(Path path) {
    return path.equals(root) || site.shown().shows(root, path);
  }
}
