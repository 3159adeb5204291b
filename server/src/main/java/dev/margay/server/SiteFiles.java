package dev.margay.server;

import dev.margay.server.catalog.SiteRoot;
import dev.margay.server.config.PushListFile;
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
    return list(SiteRoot::shows);
  }

  /** The push lists next to files that the site shows, or would if they were there. */
  public List<Listed> pushLists() throws IOException {
    return list(
        (shown, root, file) -> {
          String name = file.getFileName().toString();
          int length = name.length() - PushListFile.SUFFIX.length();
          return length > 0
              && name.endsWith(PushListFile.SUFFIX)
              && shown.shows(root, file.resolveSibling(name.substring(0, length)));
        });
  }

  /** Which files are wanted, below the root's real path. */
  private interface Wanted {
    boolean test(SiteRoot shown, Path root, Path file);
  }

  private List<Listed> list(Wanted wanted) throws IOException {
    List<Path> withheld = new ArrayList<>(site.ownFiles());
    withheld.add(scratch);
    List<Listed> files = new ArrayList<>();
    for (Path folder : site.roots()) {
      SiteRoot root = new SiteRoot(folder, withheld);
      walk(root, root.path(), wanted, files);
    }
    return files;
  }

  private static void walk(SiteRoot shown, Path root, Wanted wanted, List<Listed> files)
      throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && wanted.test(shown, root, file)) {
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
