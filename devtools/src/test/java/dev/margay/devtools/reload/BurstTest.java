package dev.margay.devtools.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BurstTest {
  private final Burst burst = new Burst();

  @Test
  void oneFileIsOverAfterAMoment() {
    burst.add(Path.of("a"), 0);
    assertThat(burst.left(Burst.QUIET.toNanos() - 1)).isPositive();
    assertThat(burst.left(Burst.QUIET.toNanos())).isNotPositive();
  }

  @Test
  void eachChangeBeginsTheMomentAnew() {
    burst.add(Path.of("a"), 0);
    burst.add(Path.of("a"), 40);
    assertThat(burst.left(40)).isEqualTo(Burst.QUIET.toNanos());
    assertThat(burst.last()).isEqualTo(40);
  }

  @Test
  void manyFilesAreWaitedForLonger() {
    for (String name : new String[] {"a", "b", "c"}) {
      burst.add(Path.of(name), 0);
    }
    assertThat(burst.left(0)).isEqualTo(Burst.QUIET_OF_MANY.toNanos());
  }

  @Test
  void oneThatDoesNotEndIsCut() {
    long time = 0;
    while (time < Burst.LONGEST.toNanos()) {
      burst.add(Path.of("log"), time);
      time += Duration.ofMillis(30).toNanos();
    }
    assertThat(burst.left(time)).isNotPositive();
    assertThat(burst.isCut(time)).isTrue();
  }

  @Test
  void aFileThatIsStillWrittenToIsGivenAnotherMomentUntilItIsCut() {
    burst.add(Path.of("a"), 0);
    burst.postpone(100, Duration.ofNanos(7));
    assertThat(burst.left(100)).isEqualTo(7);
    burst.postpone(Burst.LONGEST.toNanos(), Duration.ofNanos(7));
    assertThat(burst.left(Burst.LONGEST.toNanos())).isZero();
  }
}
