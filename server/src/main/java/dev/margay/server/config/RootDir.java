package dev.margay.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** The folder of a static domain, anywhere on the machine. */
final class RootDir {
  private final Path folder;
  private final Mistakes mistakes;

  /**
   * @param folder what it is relative to, absolute
   */
  RootDir(Path folder, Mistakes mistakes) {
    this.folder = folder;
    this.mistakes = mistakes;
  }

  /** The folder, absolute, links in it not followed; empty if it cannot be served. */
  Optional<Path> read(YamlValue value) {
    Optional<String> text = value.text("a folder, such as root-dir: www");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (text.get().isBlank()) {
      return refuse(value, "root-dir is empty", "write . for the folder of this file");
    }
    try {
      return check(value, tidy(folder.resolve(text.get())));
    } catch (InvalidPathException notAPath) {
      String problem = "root-dir " + Quotation.of(text.get()) + " is not a path";
      return refuse(value, problem, "write a folder, such as root-dir: www");
    }
  }

  private Optional<Path> check(YamlValue value, Path dir) {
    String shown = "root-dir " + Quotation.whole(dir.toString());
    if (!Files.exists(dir)) {
      return refuse(value, shown + " does not exist", "create the folder or correct the path");
    }
    if (!Files.isDirectory(dir)) {
      return refuse(value, shown + " is a file, not a folder", "name the folder that holds it");
    }
    if (!Files.isReadable(dir) || !Files.isExecutable(dir)) {
      return refuse(value, shown + " may not be read by this user", "change its owner or mode");
    }
    return Optional.of(dir);
  }

  private Optional<Path> refuse(YamlValue value, String problem, String remedy) {
    mistakes.at(value.node(), problem, remedy);
    return Optional.empty();
  }

  /** Without {@code .} and {@code ..}, unless a link before a {@code ..} gives that a meaning. */
  static Path tidy(Path dir) {
    Path normal = dir.normalize();
    try {
      return !Files.exists(dir) || Files.isSameFile(dir, normal) ? normal : dir;
    } catch (IOException unknown) {
      return dir;
    }
  }
}
