package dev.margay.devtools.reload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Which files somebody still has open for writing, as far as Linux tells it of this user's
 * processes (proc(5): {@code fd}, {@code fdinfo}). A file that was truncated and is being written
 * anew is half a file, however long the writer pauses. Elsewhere nothing is known, and time alone
 * has to do.
 */
final class OpenFiles {
  private static final Path PROCESSES = Path.of("/proc");
  private static final int WRITE_FLAGS = 3; // O_WRONLY or O_RDWR
  private static final int OCTAL = 8;

  private OpenFiles() {}

  /** Whether one of {@code files}, by their real paths, is open for writing. */
  static boolean anyWritten(Set<Path> files) {
    if (!Files.isDirectory(PROCESSES.resolve("self/fdinfo"))) {
      return false;
    }
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      for (Path process : processes) {
        if (writes(process, files)) {
          return true;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return false;
    }
    return false;
  }

  private static boolean writes(Path process, Set<Path> files) {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : open) {
        if (isWritten(process, descriptor, files)) {
          return true;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return false; // it ended, or is another user's
    }
    return false;
  }

  /** A descriptor that is closed meanwhile says nothing of those that come after it. */
  private static boolean isWritten(Path process, Path descriptor, Set<Path> files) {
    try {
      return files.contains(Files.readSymbolicLink(descriptor)) && forWriting(process, descriptor);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean forWriting(Path process, Path descriptor) throws IOException {
    Path info = process.resolve("fdinfo").resolve(descriptor.getFileName());
    return Files.readAllLines(info, StandardCharsets.US_ASCII).stream()
        .filter(line -> line.startsWith("flags:"))
        .map(line -> line.substring("flags:".length()).strip())
        .anyMatch(flags -> (Integer.parseInt(flags, OCTAL) & WRITE_FLAGS) != 0);
  }
}
