package dev.margay.server.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteBudgetTest {
  private static final int MOST_LARGE = 64;

  private final WriteBudget budget = new WriteBudget();

  private void takeAllLargeOnes() {
    assertThat(IntStream.range(0, MOST_LARGE).map(i -> budget.take()).distinct())
        .containsExactly(WriteBudget.LARGE);
  }

  @Test
  void whileManyLargeWritesAreUnderWayOthersAreSmall() {
    takeAllLargeOnes();
    assertThat(budget.take()).isEqualTo(WriteBudget.SMALL);
    assertThat(budget.take()).isEqualTo(WriteBudget.SMALL);
  }

  @Test
  void aLargeOneThatIsOverMakesRoomForAnother() {
    takeAllLargeOnes();
    budget.giveBack(WriteBudget.LARGE);
    assertThat(budget.take()).isEqualTo(WriteBudget.LARGE);
    assertThat(budget.take()).isEqualTo(WriteBudget.SMALL);
  }

  @Test
  void aSmallOneThatIsOverMakesNoRoom() {
    takeAllLargeOnes();
    budget.giveBack(budget.take());
    assertThat(budget.take()).isEqualTo(WriteBudget.SMALL);
  }

  /** TLS 1.2 with AES-GCM adds most: 5 + 8 + 16 bytes a record. */
  private static int encrypted(int plain) {
    return plain + (plain + 16_383) / 16_384 * 29;
  }

  @Test
  void whatIsEncryptedFitsOnTheWire() {
    assertThat(encrypted(WriteBudget.LARGE)).isLessThanOrEqualTo(budget.onWire());
    takeAllLargeOnes();
    assertThat(encrypted(WriteBudget.SMALL)).isLessThanOrEqualTo(budget.onWire());
  }

  @ParameterizedTest
  @ValueSource(ints = {1460, 1448, 1440, 1428, 65_483, 65_463})
  void itFillsTheFewestHandOversToTheNetwork(int segment) {
    int handOver = 65_500 / segment * segment;
    assertThat(encrypted(WriteBudget.LARGE)).isLessThanOrEqualTo(2 * handOver);
    assertThat(encrypted(WriteBudget.SMALL)).isLessThanOrEqualTo(handOver);
  }
}
