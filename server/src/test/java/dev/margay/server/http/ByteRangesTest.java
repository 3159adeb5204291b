package dev.margay.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.key.EntityTag;
import dev.margay.server.http.ByteRanges.Parts;
import dev.margay.server.http.ByteRanges.Selection;
import dev.margay.server.http.ByteRanges.Unsatisfiable;
import dev.margay.server.http.ByteRanges.Whole;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangesTest {
  private static String shown(Selection selection) {
    if (selection instanceof Parts parts) {
      return parts.ranges().stream()
          .map(range -> range.first() + "-" + range.last())
          .collect(Collectors.joining(" "));
    }
    return selection instanceof Whole ? "whole" : "unsatisfiable";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes=0-4 | 0-4",
        "bytes=0-0 | 0-0",
        "bytes=5- | 5-9",
        "bytes=9-9 | 9-9",
        "bytes=5-100 | 5-9",
        "bytes=-3 | 7-9",
        "bytes=-10 | 0-9",
        "bytes=0- | 0-9",
        "BYTES=0-4 | 0-4",
        "bytes=00-004 | 0-4",
        "'bytes= 0-1 ,\t8-9 ' | 0-1 8-9",
        "'bytes=,0-1,,8-9,' | 0-1 8-9",
        "'bytes=8-9,0-1' | 8-9 0-1",
        "'bytes=0-1,20-30,-0' | 0-1",
        "'bytes=0-99999999999999999999999' | 0-9",
        "'bytes=-99999999999999999999999' | 0-9",
        "'bytes=0-9223372036854775807' | 0-9",
        "'bytes=0-9223372036854775808' | 0-9",
      })
  void rangesOfTenBytes(String range, String expected) {
    assertThat(shown(ByteRanges.select(range, 10))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'bytes=0-4,2-6' | 0-6",
        "'bytes=0-4,5-9' | 0-9",
        "'bytes=5-9,0-4' | 0-9",
        "'bytes=0-9,3-4' | 0-9",
        "'bytes=3-4,0-9' | 0-9",
        "'bytes=0-1,0-1,0-1' | 0-1",
        "'bytes=8-9,0-1,2-3' | 8-9 0-3",
        "'bytes=8-8,0-0,4-4,1-7' | 0-8",
        "'bytes=9-9,0-1,5-6,1-5' | 9-9 0-6",
        "'bytes=0-,-10,1-9' | 0-9",
      })
  void overlappingAndAdjacentRangesAreOneInThePlaceOfTheFirst(String range, String expected) {
    assertThat(shown(ByteRanges.select(range, 10))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=10-", "bytes=10-20", "bytes=-0", "bytes=10-,-0,11-12"})
  void rangesOutsideTheContentAreUnsatisfiable(String range) {
    assertThat(ByteRanges.select(range, 10)).isEqualTo(new Unsatisfiable());
  }

  @Test
  void positionsBeyondALongAreUnsatisfiable() {
    assertThat(ByteRanges.select("bytes=99999999999999999999-", Long.MAX_VALUE))
        .isEqualTo(new Unsatisfiable());
    assertThat(ByteRanges.select("bytes=9223372036854775806-", Long.MAX_VALUE))
        .isEqualTo(new Parts(List.of(new ByteRange(Long.MAX_VALUE - 1, Long.MAX_VALUE - 1))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=,",
        "bytes=-",
        "bytes=--1",
        "bytes=1",
        "bytes=a-b",
        "bytes=4-3",
        "bytes=0-1,4-3",
        "bytes=0-1,x",
        "bytes=0-1;2-3",
        "bytes=0 - 1",
        "bytes =0-1",
        "bytes:0-1",
        "bytes=+1-2",
        "bytes=0x1-2",
        "bytes=1-2-3",
        "bytes=0-1 2-3",
        "seconds=0-1",
        "byte=0-1",
        "bytes=\u0661-\u0662",
        " bytes=0-1",
        "0-1",
        "bytes=*"
      })
  void otherUnitsAndMalformedRangesAreIgnored(String range) {
    assertThat(ByteRanges.select(range, 10)).isEqualTo(new Whole());
  }

  @Test
  void noRangeIsTheWhole() {
    assertThat(ByteRanges.select(null, 10)).isEqualTo(new Whole());
  }

  @Test
  void emptyContentIsAlwaysWhole() {
    assertThat(ByteRanges.select("bytes=0-", 0)).isEqualTo(new Whole());
    assertThat(ByteRanges.select("bytes=-5", 0)).isEqualTo(new Whole());
  }

  @Test
  void suffixLongerThanFileIsTheWholeFile() {
    assertThat(ByteRanges.select("bytes=-11", 10))
        .isEqualTo(new Parts(List.of(new ByteRange(0, 9))));
  }

  @Test
  void eightRangesAreServedAndNineIgnored() {
    String eight = "bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14";
    assertThat(ByteRanges.select(eight, 100))
        .isInstanceOfSatisfying(Parts.class, parts -> assertThat(parts.ranges()).hasSize(8));
    assertThat(ByteRanges.select(eight + ",16-16", 100)).isEqualTo(new Whole());
    assertThat(ByteRanges.select(eight + ",0-0", 100)).isEqualTo(new Whole());
    assertThat(ByteRanges.select("bytes=" + "0-,".repeat(500_000), 100)).isEqualTo(new Whole());
  }

  @Test
  void ifRangeHoldsForTheWholeStrongTagOnly() {
    ContentHash content = ContentHash.of("content".getBytes(UTF_8));
    EntityTag current = EntityTag.ofIdentity(content);
    EntityTag gzipped =
        EntityTag.of(content, ContentCoding.GZIP, ContentHash.of("gzip".getBytes(UTF_8)));
    assertThat(ByteRanges.ifRangeHolds(null, current)).isTrue();
    assertThat(ByteRanges.ifRangeHolds(current.toString(), current)).isTrue();
    assertThat(ByteRanges.ifRangeHolds(gzipped.toString(), current)).isFalse();
    assertThat(ByteRanges.ifRangeHolds("W/" + current, current)).isFalse();
    assertThat(ByteRanges.ifRangeHolds(current + ", " + current, current)).isFalse();
    assertThat(ByteRanges.ifRangeHolds("*", current)).isFalse();
    assertThat(ByteRanges.ifRangeHolds("", current)).isFalse();
  }

  @Test
  void ifRangeNeverHoldsForADate() {
    EntityTag current = EntityTag.ofIdentity(ContentHash.of(new byte[0]));
    assertThat(ByteRanges.ifRangeHolds("Sun, 06 Nov 1994 08:49:37 GMT", current)).isFalse();
  }

  @Test
  void rangesDoNotEndBeforeTheyBegin() {
    assertThatThrownBy(() -> new ByteRange(1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ByteRange(-1, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void contentRangeNamesThePartAndTheWhole() {
    assertThat(ContentRange.contentRange(new ByteRange(0, 4), 10)).isEqualTo("bytes 0-4/10");
    assertThat(ContentRange.unsatisfiable(10)).isEqualTo("bytes */10");
  }

  @Test
  void randomRangesPickTheBytesThatANaiveReadingPicks() {
    Random random = new Random(14);
    for (int round = 0; round < 50_000; round++) {
      int length = random.nextInt(1, 24);
      List<String> specs = new ArrayList<>();
      List<BitSet> picks = new ArrayList<>();
      for (int i = random.nextInt(1, 9); i > 0; i--) {
        int first = random.nextInt(30);
        int last = first + random.nextInt(6);
        BitSet pick = new BitSet();
        switch (random.nextInt(3)) {
          case 0 -> {
            specs.add(first + "-" + last);
            pick.set(Math.min(first, length), Math.min(last + 1, length));
          }
          case 1 -> {
            specs.add(first + "-");
            pick.set(Math.min(first, length), length);
          }
          default -> {
            specs.add("-" + first);
            pick.set(Math.max(0, length - first), length);
          }
        }
        picks.add(pick);
      }
      agrees("bytes=" + String.join(",", specs), picks, length);
    }
  }

  private static void agrees(String range, List<BitSet> picks, int length) {
    String as = range + " of " + length;
    BitSet all = new BitSet();
    picks.forEach(all::or);
    Selection selection = ByteRanges.select(range, length);
    if (all.isEmpty()) {
      assertThat(selection).as(as).isEqualTo(new Unsatisfiable());
      return;
    }
    // The runs of the union, in the order in which the request first touches each.
    List<ByteRange> runs = new ArrayList<>();
    for (BitSet pick : picks) {
      if (!pick.isEmpty()) {
        int from = all.previousClearBit(pick.nextSetBit(0)) + 1;
        ByteRange run = new ByteRange(from, all.nextClearBit(from) - 1L);
        if (!runs.contains(run)) {
          runs.add(run);
        }
      }
    }
    assertThat(selection).as(as).isEqualTo(new Parts(runs));
  }
}
