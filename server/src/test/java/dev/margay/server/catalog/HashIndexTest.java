package dev.margay.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.rcache.key.ContentHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HashIndexTest {
  private static final Path FILE = Path.of("/site/large.bin");
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final FileStamp STAMP = new FileStamp(5_000_000, TIME, TIME, "1:2");
  private static final ContentHash CONTENT = hash("content");

  private static final int RECORD = 72;

  @TempDir Path folder;

  private static ContentHash hash(String text) {
    return ContentHash.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private HashIndex index() {
    return new HashIndex(folder.resolve("scratch").resolve("hash-index"));
  }

  @Test
  void whatWasPutIsFoundByAnotherProcess() {
    index().put(FILE, STAMP, CONTENT);
    assertThat(index().find(FILE, STAMP)).contains(CONTENT);
  }

  @Test
  void nothingIsFoundBeforeAnythingWasPut() {
    assertThat(index().find(FILE, STAMP)).isEmpty();
  }

  @Test
  void anotherStampIsNotFound() {
    index().put(FILE, STAMP, CONTENT);
    assertThat(index().find(FILE, new FileStamp(5_000_001, TIME, TIME, "1:2"))).isEmpty();
    assertThat(index().find(FILE, new FileStamp(5_000_000, TIME.plusNanos(1), TIME, "1:2")))
        .isEmpty();
    assertThat(index().find(FILE, new FileStamp(5_000_000, TIME, TIME.plusNanos(1), "1:2")))
        .isEmpty();
    assertThat(index().find(FILE, new FileStamp(5_000_000, TIME, TIME, "1:3"))).isEmpty();
  }

  @Test
  void theLaterOfTwoVersionsIsRemembered() {
    FileStamp later = new FileStamp(7, TIME.plusSeconds(9), TIME.plusSeconds(9), "1:2");
    index().put(FILE, STAMP, CONTENT);
    index().put(FILE, later, hash("later"));
    assertThat(index().find(FILE, later)).contains(hash("later"));
    assertThat(index().find(FILE, STAMP)).isEmpty();
  }

  @Test
  void aFlippedByteIsAsGoodAsNoRecord() throws IOException {
    index().put(FILE, STAMP, CONTENT);
    Path file = folder.resolve("scratch").resolve("hash-index");
    long record = Files.size(file) - RECORD; // the only one ends the file
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      for (int at = 0; at < RECORD; at++) {
        flip(channel, record + at);
        assertThat(index().find(FILE, STAMP)).isEmpty();
        flip(channel, record + at);
      }
    }
    assertThat(index().find(FILE, STAMP)).contains(CONTENT);
  }

  private static void flip(FileChannel channel, long at) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    channel.read(one, at);
    one.put(0, (byte) (one.get(0) ^ 0x10)).clear();
    channel.write(one, at);
  }

  @Test
  void aRecordThatLostAPlaceInAFullPageIsOnlyNotFound() {
    Random random = new Random(42);
    HashIndex index = index();
    int found = 0;
    for (int i = 0; i < 3000; i++) {
      Path file = Path.of("/site/" + random.nextLong());
      index.put(file, STAMP, hash(file.toString()));
      assertThat(index.find(file, STAMP)).contains(hash(file.toString()));
      found++;
    }
    assertThat(found).isEqualTo(3000);
  }

  @Test
  void anUnwritableFolderCostsNothingButTheMemory() throws IOException {
    Files.writeString(folder.resolve("scratch"), "a file in the folder's place");
    index().put(FILE, STAMP, CONTENT);
    assertThat(index().find(FILE, STAMP)).isEmpty();
  }
}
