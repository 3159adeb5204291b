package dev.margay.server.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FloodGuardTest {
  private long now = Long.MAX_VALUE - 5; // clocks like this one may turn over
  private final FloodGuard guard = new FloodGuard(() -> now);

  private void count(int times) throws Violation {
    for (int i = 0; i < times; i++) {
      guard.count();
    }
  }

  @Test
  void aBurstIsTakenAndOneMoreIsNot() throws Violation {
    count(256);
    assertThatThrownBy(guard::count)
        .isInstanceOfSatisfying(
            Violation.class,
            violation -> {
              assertThat(violation.code()).isEqualTo(ErrorCode.ENHANCE_YOUR_CALM);
              assertThat(violation.stream()).isZero();
            });
  }

  @Test
  void aSecondGivesRoomForMore() throws Violation {
    count(256);
    now += TimeUnit.SECONDS.toNanos(1);
    count(128);
    assertThatThrownBy(guard::count).isInstanceOf(Violation.class);
  }

  @Test
  void aLongRestGivesNoMoreThanABurst() throws Violation {
    now += TimeUnit.HOURS.toNanos(1);
    count(256);
    assertThatThrownBy(guard::count).isInstanceOf(Violation.class);
  }
}
