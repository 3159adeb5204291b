package dev.margay.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TidyHeapTest {
  private static final long MEBIBYTE = 1 << 20;

  @Test
  void aSmallHeapIsLeftAlone() {
    assertThat(TidyHeap.worthALook(20 * MEBIBYTE, 0)).isFalse();
  }

  @Test
  void halfAsMuchAgainAsTheLastLookLeftIsWorthAnother() {
    assertThat(TidyHeap.worthALook(149 * MEBIBYTE, 100 * MEBIBYTE)).isFalse();
    assertThat(TidyHeap.worthALook(151 * MEBIBYTE, 100 * MEBIBYTE)).isTrue();
  }
}
