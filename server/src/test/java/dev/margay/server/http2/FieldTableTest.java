package dev.margay.server.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.eclipse.jetty.http.HttpHeader;
import org.junit.jupiter.api.Test;

class FieldTableTest {
  private static final int FIRST = 62;

  private final FieldTable table = new FieldTable();

  private static FieldLine line(String name, int bytes) {
    return FieldLine.of(null, name, "v".repeat(bytes - 32 - name.length()));
  }

  @Test
  void theStaticPartIsTheStandards() {
    assertThat(table.get(0)).isNull();
    assertThat(table.get(1).field().getHeader()).isEqualTo(HttpHeader.C_AUTHORITY);
    assertThat(table.get(5).field().getValue()).isEqualTo("/index.html");
    assertThat(table.get(16).field().getValue()).isEqualTo("gzip, deflate");
    assertThat(table.get(61).field().getName()).isEqualTo("www-authenticate");
    assertThat(table.get(FIRST)).isNull();
    assertThat(table.get(Integer.MAX_VALUE)).isNull();
  }

  @Test
  void theNewestComesFirst() {
    table.add(line("a", 50));
    table.add(line("b", 50));
    assertThat(table.get(FIRST).field().getName()).isEqualTo("b");
    assertThat(table.get(FIRST + 1).field().getName()).isEqualTo("a");
    assertThat(table.get(FIRST + 2)).isNull();
  }

  @Test
  void theOldestGoFirst() {
    table.resize(120);
    for (String name : new String[] {"a", "b", "c"}) {
      table.add(line(name, 40));
    }
    assertThat(table.get(FIRST + 2).field().getName()).isEqualTo("a");
    table.add(line("d", 41));
    assertThat(table.get(FIRST + 1).field().getName()).isEqualTo("c");
    assertThat(table.get(FIRST + 2)).isNull();
  }

  @Test
  void whatIsLargerThanTheTableLeavesItEmpty() {
    table.add(line("a", 40));
    table.add(line("b", FieldTable.LARGEST + 1));
    assertThat(table.get(FIRST)).isNull();
    table.add(line("c", FieldTable.LARGEST));
    assertThat(table.get(FIRST).field().getName()).isEqualTo("c");
  }

  @Test
  void aTableOfNoSizeHoldsNothingAndOneThatGrowsBeginsAnew() {
    table.add(line("a", 40));
    table.resize(0);
    assertThat(table.get(FIRST)).isNull();
    table.add(line("b", 40));
    assertThat(table.get(FIRST)).isNull();
    table.resize(FieldTable.LARGEST);
    assertThat(table.get(FIRST)).isNull();
    table.add(line("c", 40));
    assertThat(table.get(FIRST).field().getName()).isEqualTo("c");
  }

  @Test
  void aTableOfTheSmallestFieldsHasRoomForAll() {
    int most = FieldTable.LARGEST / 33;
    for (int i = 0; i < 1000; i++) {
      table.add(line(String.valueOf((char) ('a' + i % 26)), 33));
    }
    assertThat(table.get(FIRST + most - 1)).isNotNull();
    assertThat(table.get(FIRST + most)).isNull();
  }

  @Test
  void itHoldsWhatAListWouldWhateverIsDone() {
    Random random = new Random(3);
    Deque<FieldLine> list = new ArrayDeque<>();
    int capacity = FieldTable.LARGEST;
    for (int i = 0; i < 5000; i++) {
      if (random.nextInt(20) == 0) {
        capacity = random.nextInt(FieldTable.LARGEST + 1);
        table.resize(capacity);
      } else {
        FieldLine line = line("n" + i, 40 + random.nextInt(random.nextInt(10) == 0 ? 3000 : 100));
        table.add(line);
        list.addFirst(line);
      }
      while (list.stream().mapToInt(FieldLine::bytes).sum() > capacity) {
        list.removeLast();
      }
      int index = FIRST;
      for (FieldLine line : list) {
        assertThat(table.get(index++)).isSameAs(line);
      }
      assertThat(table.get(index)).isNull();
    }
  }
}
