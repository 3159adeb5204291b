package dev.margay.devtools.authority;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and folders that nobody but their owner may read, from their first byte on. */
final class OwnerOnlyFile {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private OwnerOnlyFile() {}

  /** Makes the folder, or closes the one that is there to others. */
  static void makeFolder(Path folder) throws IOException {
    if (folder.getParent() != null) {
      Files.createDirectories(folder.getParent());
    }
    try {
      Files.createDirectory(folder, attributes(FOLDER));
    } catch (FileAlreadyExistsException e) {
      narrow(folder, FOLDER);
    }
  }

  /** Replaces {@code file} as a whole: whoever reads it meanwhile has the old text or the new. */
  static void write(Path file, String text) throws IOException {
    Path staged = Files.createTempFile(file.getParent(), "staged", ".pem", attributes(FILE));
    try {
      Files.writeString(staged, text, StandardCharsets.US_ASCII);
      Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(staged);
    }
  }

  /** Takes away what others may do with a file that is there. */
  static void narrow(Path file) throws IOException {
    narrow(file, FILE);
  }

  private static void narrow(Path path, Set<PosixFilePermission> wanted) throws IOException {
    if (POSIX && !wanted.containsAll(Files.getPosixFilePermissions(path))) {
      Files.setPosixFilePermissions(path, wanted);
    }
  }

  private static FileAttribute<?>[] attributes(Set<PosixFilePermission> wanted) {
    return POSIX
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(wanted)}
        : new FileAttribute<?>[0];
  }
}
