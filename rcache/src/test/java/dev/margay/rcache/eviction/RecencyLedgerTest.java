package dev.margay.rcache.eviction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.rcache.store.ContentStore.Entry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecencyLedgerTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final long KIB = 1024;

  private final RecencyLedger ledger = ledger(100, 1000);

  private static RecencyLedger ledger(long kib, int remembered) {
    return new RecencyLedger(new Quota(kib * KIB), NOW, remembered);
  }

  private static Entry entry(String name, long kib, Duration unused) {
    return new Entry(name, Path.of(name), kib * KIB, NOW.minus(unused));
  }

  private static List<String> victims(RecencyLedger ledger) {
    return ledger.victims().stream().map(Entry::name).toList();
  }

  @Test
  void nothingIsGivenUpWhileTheQuotaHolds() {
    for (int i = 0; i < 25; i++) {
      ledger.add(entry("file" + i, 4, Duration.ofDays(i)));
    }
    assertThat(ledger.space()).isEqualTo(100 * KIB);
    assertThat(ledger.files()).isEqualTo(25);
    assertThat(victims(ledger)).isEmpty();
  }

  @Test
  void theLongestUnusedGoFirstDownToTheLowWaterMark() {
    ledger.add(entry("new", 40, Duration.ofMinutes(1)));
    ledger.add(entry("old", 8, Duration.ofDays(3)));
    ledger.add(entry("older", 8, Duration.ofDays(4)));
    ledger.add(entry("middle", 48, Duration.ofHours(1)));
    assertThat(victims(ledger)).containsExactly("older", "old");
  }

  @Test
  void whatWasUsedWithinTwoSecondsGoesOnlyForTheQuotaItself() {
    ledger.add(entry("recent", 52, Duration.ofMillis(900)));
    ledger.add(entry("laterStill", 52, Duration.ofMillis(800)));
    assertThat(victims(ledger)).containsExactly("recent");

    RecencyLedger within = ledger(100, 1000);
    within.add(entry("old", 4, Duration.ofSeconds(3)));
    within.add(entry("recent", 98, Duration.ofSeconds(1)));
    assertThat(victims(within)).as("100 KiB are left: no need for 90").containsExactly("old");
  }

  @Test
  void whatIsInFlightStaysWhateverTheQuotaSays() {
    ledger.add(entry("a", 400, Duration.ofMillis(499)));
    ledger.add(entry("b", 400, Duration.ZERO));
    ledger.add(entry("clockAhead", 400, Duration.ofSeconds(-30)));
    assertThat(victims(ledger)).isEmpty();
  }

  @Test
  void aDateInTheFarFutureCountsAsTheOldest() {
    ledger.add(entry("future", 40, Duration.ofDays(-3)));
    ledger.add(entry("old", 80, Duration.ofDays(3)));
    assertThat(victims(ledger)).containsExactly("future");
  }

  @Test
  void aSmallFileTakesABlock() {
    ledger.add(new Entry("note", Path.of("note"), 96, NOW));
    ledger.add(new Entry("empty", Path.of("empty"), 0, NOW));
    assertThat(ledger.space()).isEqualTo(4096);
  }

  @Test
  void itRemembersTheOldestOfAMillionFilesAndSumsUpAll() {
    RecencyLedger bounded = ledger(100, 10);
    for (int i = 0; i < 1_000_000; i++) {
      bounded.add(entry("file", 4, Duration.ofSeconds(10 + i * 7919L % 1_000_003)));
    }
    assertThat(bounded.space()).isEqualTo(4_000_000 * KIB);
    List<Entry> victims = bounded.victims();
    assertThat(victims).hasSize(10).isSortedAccordingTo((a, b) -> compare(a, b));
    assertThat(Duration.between(victims.get(9).lastUse(), NOW).toSeconds()).isGreaterThan(999_900);
  }

  private static int compare(Entry a, Entry b) {
    return a.lastUse().compareTo(b.lastUse());
  }

  @Test
  void aQuotaOfNothingKeepsNothing() {
    RecencyLedger nothing = ledger(0, 10);
    nothing.add(entry("a", 1, Duration.ofSeconds(1)));
    nothing.add(entry("b", 1, Duration.ofSeconds(5)));
    assertThat(victims(nothing)).containsExactly("b", "a");
  }
}
