package dev.margay.server.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** A file that a person wrote, read whole: never more than 1 MiB, whatever the file claims. */
final class SmallFile {
  /** The largest file that is read, in bytes. */
  static final int MAX_BYTES = 1 << 20;

  private SmallFile() {}

  /** The file's bytes; or empty, and the reason among {@code mistakes}. */
  static Optional<byte[]> read(Path file, Mistakes mistakes) {
    if (Files.isDirectory(file)) {
      mistakes.ofFile("this is a folder, not a file", "name the file");
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length <= MAX_BYTES) {
        return Optional.of(bytes);
      }
      mistakes.ofFile("the file is larger than 1 MiB", "check that it is the file you mean");
    } catch (NoSuchFileException missing) {
      String problem = Files.isSymbolicLink(file) ? "the link leads nowhere" : "there is no file";
      mistakes.ofFile(problem, "correct the path or create the file");
    } catch (AccessDeniedException denied) {
      mistakes.ofFile("this user may not read the file", "change its owner or its mode");
    } catch (IOException failed) {
      mistakes.ofFile("the file cannot be read (" + reason(failed) + ")", "check the file");
    }
    return Optional.empty();
  }

  private static String reason(IOException failed) {
    String reason =
        failed instanceof FileSystemException inFileSystem
            ? inFileSystem.getReason()
            : failed.getMessage();
    return reason == null ? "for an unknown reason" : Quotation.plain(reason);
  }
}
