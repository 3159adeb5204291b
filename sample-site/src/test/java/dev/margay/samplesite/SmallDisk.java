package dev.margay.samplesite;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of its own, in memory, that can be filled and made read-only. */
final class SmallDisk implements AutoCloseable {
  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /** Mounts one; the test is skipped where that is not allowed. */
  static SmallDisk mount(Path folder, int mebibytes) throws Exception {
    Files.createDirectories(folder);
    boolean mounted =
        run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", folder.toString());
    assumeTrue(mounted, "mounting a small tmpfs needs root; start the tests as root to see this");
    return new SmallDisk(folder);
  }

  private static boolean run(String... command) throws Exception {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  Path folder() {
    return folder;
  }

  /**
   * Lets nobody open a file for writing, as after a fault of the disk. Laid over the folder,
   * because a mount with files open for writing cannot be made read-only by hand.
   */
  void becomeReadOnly() throws Exception {
    String path = folder.toString();
    if (!run("mount", "-o", "bind,ro", path, path)) {
      throw new IOException("not made read-only");
    }
  }

  void becomeWritable() throws Exception {
    if (!run("umount", "-l", folder.toString())) {
      throw new IOException("not made writable");
    }
  }

  /** Writes until nothing fits any more; removing the file gives the space back. */
  Path fill() throws IOException {
    Path filler = folder.resolve("filler");
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(new byte[4096]);
      }
    } catch (IOException full) {
      return filler;
    }
  }

  /** Also when a process that is about to end still has a file open. */
  @Override
  public void close() throws IOException {
    try {
      while (run("umount", "-l", folder.toString())) {
        Thread.onSpinWait(); // also what was laid over it
      }
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
