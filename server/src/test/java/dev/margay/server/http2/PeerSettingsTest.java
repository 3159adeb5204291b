package dev.margay.server.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerSettingsTest {
  private static ByteBuffer setting(int name, long value) {
    return ByteBuffer.allocate(6).putShort((short) name).putInt((int) value).flip();
  }

  @Test
  void theLastOfTwoCounts() throws Violation {
    ByteBuffer two = ByteBuffer.allocate(12).put(setting(2, 0)).put(setting(2, 1)).flip();
    assertThat(PeerSettings.FIRST.with(two).push()).isTrue();
  }

  @Test
  void whatIsNotNamedStays() throws Violation {
    PeerSettings settings = PeerSettings.FIRST.with(setting(4, 1000)).with(setting(3, 7));
    assertThat(settings).isEqualTo(new PeerSettings(4096, true, 7, 1000));
  }

  @Test
  void unknownSettingsAreIgnored() throws Violation {
    assertThat(PeerSettings.FIRST.with(setting(0x99, 5))).isEqualTo(PeerSettings.FIRST);
  }

  @Test
  void numbersHaveNoSign() throws Violation {
    assertThat(PeerSettings.FIRST.with(setting(1, 0xffffffffL)).headerTable())
        .isEqualTo(0xffffffffL);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 2, PROTOCOL_ERROR",
    "4, 2147483648, FLOW_CONTROL_ERROR",
    "5, 16383, PROTOCOL_ERROR",
    "5, 16777216, PROTOCOL_ERROR"
  })
  void valuesOutOfRangeEndTheConnection(int name, long value, ErrorCode code) {
    assertThatThrownBy(() -> PeerSettings.FIRST.with(setting(name, value)))
        .isInstanceOfSatisfying(
            Violation.class, violation -> assertThat(violation.code()).isEqualTo(code));
  }

  @Test
  void aCutOffSettingIsAFrameOfAWrongSize() {
    assertThatThrownBy(() -> PeerSettings.FIRST.with(setting(2, 0).limit(5)))
        .isInstanceOfSatisfying(
            Violation.class,
            violation -> assertThat(violation.code()).isEqualTo(ErrorCode.FRAME_SIZE_ERROR));
  }
}
