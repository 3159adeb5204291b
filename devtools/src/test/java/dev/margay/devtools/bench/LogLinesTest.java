package dev.margay.devtools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogLinesTest {
  @TempDir Path folder;

  @Test
  void linesAreCountedOnceAndCutOff() throws IOException {
    Path file = Files.writeString(folder.resolve("access.log"), "a\nb\nhal");
    LogLines lines = new LogLines(file);
    assertThat(lines.count()).isEqualTo(2);
    lines.cut();
    assertThat(file).isEmptyFile();
    Files.writeString(file, "f\nc\n", StandardOpenOption.APPEND);
    assertThat(lines.count()).isEqualTo(4);
    assertThat(lines.count()).isEqualTo(4);
  }

  @Test
  void aLogThatIsNotThereHasNoLines() throws IOException {
    assertThat(new LogLines(folder.resolve("none")).count()).isZero();
  }
}
