package dev.margay.rcache.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.margay.rcache.Samples;
import dev.margay.rcache.key.StoreKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large bodies stay on disk and are proven block by block. */
class OnDiskBodyTest {
  private static final int LARGE = (int) ContentStore.IN_MEMORY + 1;

  private final StoreKey key = StoreFolder.key(1);
  private final byte[] payload = Samples.noise(LARGE, 1);

  @TempDir private Path temporary;
  private StoreFolder folder;
  private Body.OnDisk body;

  @BeforeEach
  void store() throws IOException {
    folder = StoreFolder.in(temporary);
    body = (Body.OnDisk) ((Stored.Kept) folder.commit(key, payload)).body();
  }

  @Test
  void upToTheLimitBodiesAreInMemory() throws IOException {
    byte[] fits = Samples.noise(LARGE - 1, 2);
    Stored.Kept kept = (Stored.Kept) folder.commit(StoreFolder.key(2), fits);
    assertThat(kept.body()).isInstanceOf(Body.InMemory.class);
    assertThat(kept.body().weight()).isEqualTo(fits.length);
    assertThat(StoreFolder.bytes(kept)).isEqualTo(fits);
  }

  @Test
  void aLargeBodyWeighsItsBlockHashesOnly() {
    assertThat(body.length()).isEqualTo(LARGE);
    assertThat(body.weight()).isEqualTo(3 * 16);
  }

  @Test
  void itIsReadWholeAndByteByByte() throws IOException {
    assertThat(folder.found(key)).isEqualTo(payload);
    try (InputStream bytes = body.open()) {
      for (int at = 0; at < 70_000; at++) {
        assertThat(bytes.read() == (payload[at] & 0xff)).isTrue();
      }
      assertThat(bytes.skip(LARGE)).isEqualTo(LARGE - 70_000);
      assertThat(bytes.read()).isEqualTo(-1);
      assertThat(bytes.read(new byte[1], 0, 1)).isEqualTo(-1);
    }
  }

  @Test
  void anyPositionIsReadToTheEndOfItsBlock() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BlockTable.BLOCK);
    try (BlockReader reader = BlockReader.open(body.file(), body.blocks())) {
      reader.read(65_536 + 10, buffer);
      assertThat(buffer).isEqualTo(ByteBuffer.wrap(payload, 65_546, 65_526));
      reader.read(LARGE - 1, buffer);
      assertThat(buffer).isEqualTo(ByteBuffer.wrap(payload, LARGE - 1, 1));
    }
  }

  @Test
  void aFlipAfterItWasFoundIsNoticedInItsBlock() throws IOException {
    folder.flip(key, 65_536 + 100);
    try (InputStream bytes = body.open()) {
      assertThat(bytes.readNBytes(65_536)).hasSize(65_536);
      assertChanged(bytes);
    }
  }

  @Test
  void readingOnAfterTheExceptionGivesNoUnprovenByte() throws IOException {
    folder.flip(key, 100);
    try (InputStream bytes = body.open()) {
      for (int i = 0; i < 3; i++) {
        assertChanged(bytes);
      }
    }
  }

  @Test
  void aCutAfterItWasFoundIsNoticed() throws IOException {
    try (FileChannel channel = FileChannel.open(body.file(), StandardOpenOption.WRITE)) {
      channel.truncate(65_537);
    }
    try (InputStream bytes = body.open()) {
      assertThat(bytes.readNBytes(65_536)).hasSize(65_536);
      assertChanged(bytes);
      assertChanged(bytes);
    }
  }

  @Test
  void readingGoesOnAfterTheFileIsRemoved() throws IOException {
    try (InputStream bytes = body.open()) {
      assertThat(bytes.read()).isEqualTo(payload[0] & 0xff);
      folder.store().discard(key);
      assertThat(bytes.readAllBytes()).hasSize(LARGE - 1);
    }
    assertThatIOException().isThrownBy(body::open);
  }

  @Test
  void aSymbolicLinkIsNotOpened() throws IOException {
    Path link = Files.createSymbolicLink(temporary.resolve("link"), body.file());
    assertThatIOException().isThrownBy(() -> BlockReader.open(link, body.blocks()));
  }

  private static void assertChanged(InputStream bytes) {
    assertThatExceptionOfType(ContentChangedException.class).isThrownBy(bytes::read);
  }
}
