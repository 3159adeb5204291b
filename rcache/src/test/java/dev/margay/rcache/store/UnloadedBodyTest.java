package dev.margay.rcache.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.margay.rcache.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A body that waits for its turn holds hashes only, and reads its file when that comes. */
class UnloadedBodyTest {
  private final byte[] content = Samples.text(200_000, 1);

  @TempDir private Path folder;
  private Path file;
  private Body.OnDisk unloaded;

  @BeforeEach
  void unload() throws IOException {
    file = Files.write(folder.resolve("page.html"), content);
    unloaded = new Body.InMemory(content).unloaded(file);
  }

  @Test
  void itWeighsSixteenBytesForEachBlock() {
    assertThat(unloaded.weight()).isEqualTo(4 * 16);
    assertThat(unloaded.length()).isEqualTo(content.length);
  }

  @Test
  void itReadsTheSameBytes() throws IOException {
    try (InputStream bytes = unloaded.open()) {
      assertThat(bytes.readAllBytes()).isEqualTo(content);
    }
  }

  @Test
  void aFileWithOtherBytesIsChangedContent() throws IOException {
    content[150_000] ^= 1;
    Files.write(file, content);
    try (InputStream bytes = unloaded.open()) {
      assertThatExceptionOfType(ContentChangedException.class).isThrownBy(bytes::readAllBytes);
    }
  }

  @Test
  void aRemovedFileIsChangedContentAndNoFaultOfTheCache() throws IOException {
    Files.delete(file);
    assertThatExceptionOfType(ContentChangedException.class).isThrownBy(unloaded::open);
  }
}
