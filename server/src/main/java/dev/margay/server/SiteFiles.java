package dev.margay.server;

import dev.margay.server.catalog.SiteRoot;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Every file that a site shows, for commands that walk through all of it. */
public final class SiteFiles {
  private final Site site;
  private final Path scratch;

  /**
   * The files of {@code site}.
   *
   * @param scratch the scratch folder, which is never shown
   */
  public SiteFiles(Site site, Path scratch) {
    this.site = site;
    this.scratch = scratch;
  }

  /** A file, and its path below the domain's root: what a request for it would name. */
  public record Listed(Path file, String path) {}

  /**
   * All files, below one root after the other; links are not followed, unreadable ones left out.
   */
  public List<Listed> list() throws IOException {
    List<Path> withheld = new ArrayList<>(site.ownFiles());
    withheld.add(scratch);
    List<Listed> files = new ArrayList<>();
    for (Path folder : site.roots()) {
      SiteRoot root = new SiteRoot(folder, withheld);
      walk(root, root.path(), files);
    }
    return files;
  }

  private static void walk(SiteRoot shown, Path root, List<Listed> files) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && shown.shows(root, file)) {
              files.add(new Listed(file, "/" + root.relativize(file)));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
