package dev.margay.rcache.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.rcache.OtherProcess;
import dev.margay.rcache.Samples;
import dev.margay.rcache.key.StoreKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingFolderTest {
  private final StoreKey key = StoreFolder.key(1);
  private final byte[] payload = Samples.text(1_000, 1);

  @TempDir private Path temporary;
  private StoreFolder folder;

  @BeforeEach
  void open() {
    folder = StoreFolder.in(temporary.resolve("r-cache"));
  }

  @Test
  void whatACrashLeftIsRemoved() throws IOException {
    Path staging = Files.createDirectories(folder.root().resolve("staging"));
    Files.writeString(staging.resolve("6f5902ac-237c-4d9b-a2c5-b5a1b1c2d3e4"), "half");
    folder.store().removeAbandoned();
    assertThat(folder.staging()).isEmpty();
  }

  @Test
  void whatThisProcessWritesStays() throws IOException {
    try (StagedFile staged = folder.store().stage()) {
      staged.sink().write(payload);
      StoreFolder.in(folder.root()).store().removeAbandoned();
      assertThat(folder.staging()).hasSize(1);
      staged.commit(key);
    }
    folder.store().removeAbandoned();
    assertThat(folder.staging()).isEmpty();
    assertThat(folder.found(key)).isEqualTo(payload);
  }

  @Test
  void whatAnotherProcessWritesStaysUntilItDies() throws Exception {
    try (OtherProcess writer = OtherProcess.start(Writer.class, folder.root().toString())) {
      assertThat(writer.line()).isEqualTo("writing");
      folder.store().removeAbandoned();
      folder.store().removeAbandoned();
      assertThat(folder.staging()).hasSize(1);
      writer.kill();
    }
    folder.store().removeAbandoned();
    assertThat(folder.staging()).isEmpty();
  }

  @Test
  void anotherProcessCommitsWhatIsCleanedAround() throws Exception {
    try (OtherProcess writer = OtherProcess.start(Writer.class, folder.root().toString())) {
      assertThat(writer.line()).isEqualTo("writing");
      folder.store().removeAbandoned();
      writer.say("commit");
      assertThat(writer.line()).isEqualTo("committed");
    }
    assertThat(folder.found(key)).hasSize(100_000);
  }

  @Test
  void aFolderThatCannotBeReadIsLeftAlone() throws IOException {
    Files.createDirectories(folder.root());
    Files.writeString(folder.root().resolve("staging"), "a file");
    Files.createDirectories(temporary.resolve("other/staging/folder"));
    folder.store().removeAbandoned();
    StoreFolder.in(temporary.resolve("other")).store().removeAbandoned();
    assertThat(temporary.resolve("other/staging/folder")).exists();
  }

  /** Stages a file and waits to be told to commit it. */
  static final class Writer {
    public static void main(String[] arguments) throws IOException {
      ContentStore store = new ContentStore(Path.of(arguments[0]));
      try (StagedFile staged = store.stage()) {
        staged.sink().write(new byte[100_000]);
        OtherProcess.tell("writing");
        if (OtherProcess.told().equals("commit")) {
          staged.commit(StoreFolder.key(1));
          OtherProcess.tell("committed");
        }
      }
    }
  }
}
