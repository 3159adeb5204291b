package dev.margay.server.http2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReceiveWindowTest {
  private final ReceiveWindow window = new ReceiveWindow(100);

  @Test
  void takesWhatTheClientMaySendAndNoMore() {
    assertThat(window.receive(60)).isTrue();
    assertThat(window.receive(40)).isTrue();
    assertThat(window.receive(1)).isFalse();
  }

  @Test
  void theClientIsToldWhenHalfWasUsed() {
    assertThat(window.receive(100)).isTrue();
    assertThat(window.use(49)).isZero();
    assertThat(window.use(1)).isEqualTo(50);
    assertThat(window.receive(50)).isTrue();
    assertThat(window.receive(1)).isFalse();
  }

  @Test
  void whatWasToldOnceIsNotToldAgain() {
    assertThat(window.use(80)).isEqualTo(80);
    assertThat(window.use(0)).isZero();
  }
}
