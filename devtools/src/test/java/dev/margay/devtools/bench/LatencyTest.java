package dev.margay.devtools.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LatencyTest {
  private static final long BEGIN = 1_795_379_242_583_552L;

  @Test
  void theFirstHalfSecondIsLeftOut() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      lines.add(row(i * 1_000L, 900_000)); // while connections are made
    }
    for (int i = 0; i <= 1000; i++) {
      lines.add(row(500_000 + i * 1_000L, i < 980 ? 200 : 5_000));
    }
    Latency latency = Latency.read(lines).orElseThrow();
    assertThat(latency.median()).isEqualTo(200);
    assertThat(latency.ninetyNinth()).isEqualTo(5_000);
    assertThat(latency.rate()).isCloseTo(1_000, within(2.0));
  }

  @Test
  void rowsMayBeInTheOrderInWhichTheyEnded() {
    assertThat(
            Latency.read(List.of(row(1_000_000, 30), row(0, 9), row(600_000, 10), row(700_000, 20)))
                .map(Latency::median))
        .contains(20.0);
  }

  @Test
  void nothingAfterTheConnectionsIsNoLatency() {
    assertThat(Latency.read(List.of(row(0, 10), row(400_000, 10)))).isEqualTo(Optional.empty());
    assertThat(Latency.read(List.of())).isEmpty();
  }

  private static String row(long after, long took) {
    return (BEGIN + after) + "\t200\t" + took;
  }
}
