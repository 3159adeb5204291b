package dev.margay.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStampTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

  @TempDir Path folder;

  private static FileStamp stamp(Instant modified, Instant changed) {
    return new FileStamp(1, modified, changed, "1:1");
  }

  @Test
  void aFileIsQuietTwoSecondsAfterItsLastWrite() {
    assertThat(stamp(NOW.minusMillis(1999), NOW.minusSeconds(60)).quietAt(NOW)).isFalse();
    assertThat(stamp(NOW.minusMillis(2000), NOW.minusSeconds(60)).quietAt(NOW)).isTrue();
  }

  @Test
  void anOldDateOnAFreshFileDoesNotMakeItQuiet() {
    assertThat(stamp(Instant.parse("1985-10-26T08:15:00Z"), NOW.minusMillis(10)).quietAt(NOW))
        .isFalse();
  }

  @Test
  void aDateInTheNearFutureIsNotTrustedAndAFarOneIsJustADate() {
    assertThat(stamp(NOW.plusSeconds(1), NOW.minusSeconds(60)).quietAt(NOW)).isFalse();
    assertThat(stamp(NOW.plusSeconds(86400), NOW.minusSeconds(60)).quietAt(NOW)).isTrue();
  }

  @Test
  void contentOfTheSameSizeWithTheOldDatePutBackHasAnotherStamp() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "one");
    FileTime date = Files.getLastModifiedTime(file);
    FileStamp before = FileStamp.of(file);
    Files.delete(file);
    Files.writeString(folder.resolve("b"), "takes the inode");
    Files.writeString(file, "two");
    Files.setLastModifiedTime(file, date);
    assertThat(FileStamp.of(file)).isNotEqualTo(before);
    assertThat(FileStamp.of(file).modified()).isEqualTo(before.modified());
  }

  @Test
  void stampsAreEqualIfEachOfTheirPartsIs() {
    FileStamp one = stamp(NOW, NOW);
    assertThat(one).isEqualTo(stamp(NOW, NOW)).hasSameHashCodeAs(stamp(NOW, NOW));
    List<FileStamp> others =
        List.of(
            new FileStamp(2, NOW, NOW, "1:1"),
            stamp(NOW.plusNanos(1), NOW),
            stamp(NOW, NOW.plusNanos(1)),
            new FileStamp(1, NOW, NOW, "1:2"));
    assertThat(others).doesNotContain(one).hasSameSizeAs(FileStamp.class.getRecordComponents());
  }

  @Test
  void differentStampsHaveDifferentDigests() {
    FileStamp one = stamp(NOW, NOW);
    assertThat(one.digest()).isEqualTo(stamp(NOW, NOW).digest()).hasSize(16);
    assertThat(one.digest()).isNotEqualTo(stamp(NOW.plusNanos(1), NOW).digest());
    assertThat(one.digest()).isNotEqualTo(new FileStamp(2, NOW, NOW, "1:1").digest());
    assertThat(one.digest()).isNotEqualTo(new FileStamp(1, NOW, NOW, "1:12").digest());
  }
}
