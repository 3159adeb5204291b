package dev.margay.devtools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SettlingTest {
  @Test
  void whatGetsCheaperIsNotSettled() {
    assertThat(after(10, 8, 6, 5)).isFalse();
  }

  @Test
  void whatGainedLessThanThreeInAHundredInTwoPassesIsSettled() {
    assertThat(after(10, 5, 4.9, 4.95)).isTrue();
  }

  @Test
  void oneDearPassIsNoEnd() {
    assertThat(after(10, 8, 9, 6)).isFalse();
  }

  @Test
  void threePassesAreTooFew() {
    assertThat(after(5, 5, 5)).isFalse();
  }

  private static boolean after(double... costs) {
    Settling settling = new Settling();
    for (double cost : costs) {
      settling.passed(cost);
    }
    return settling.settled();
  }
}
