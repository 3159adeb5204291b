package dev.margay.server.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class FrameCursorTest {
  private final ByteBuffer bytes = ByteBuffer.allocate(100_000);

  private void frame(int type, int flags, int stream, byte... payload) {
    Frames.putHeader(bytes, payload.length, type, flags, stream);
    bytes.put(payload);
  }

  @Test
  void framesComeOneAfterTheOtherAndAPartOfOneIsLeft() throws Violation {
    frame(Frames.DATA, Frames.END_STREAM, 5, (byte) 1, (byte) 2);
    frame(Frames.PING, 0, 0, new byte[8]);
    bytes.put(new byte[] {0, 0, 4, 3});
    FrameCursor cursor = new FrameCursor(bytes.flip());
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.type()).isEqualTo(Frames.DATA);
    assertThat(cursor.stream()).isEqualTo(5);
    assertThat(cursor.has(Frames.END_STREAM)).isTrue();
    assertThat(cursor.has(Frames.PADDED)).isFalse();
    assertThat(cursor.payload().remaining()).isEqualTo(2);
    assertThat(cursor.next()).as("whether the payload was read or not").isTrue();
    assertThat(cursor.type()).isEqualTo(Frames.PING);
    assertThat(cursor.payload().remaining()).isEqualTo(8);
    assertThat(cursor.next()).isFalse();
    assertThat(bytes.remaining()).as("what is left").isEqualTo(4);
  }

  @Test
  void aFrameWithoutAllOfItsPayloadWaits() throws Violation {
    frame(Frames.DATA, 0, 1, new byte[100]);
    FrameCursor cursor = new FrameCursor(bytes.flip().limit(Frames.HEADER_BYTES + 99));
    assertThat(cursor.next()).isFalse();
    assertThat(bytes.remaining()).isEqualTo(Frames.HEADER_BYTES + 99);
  }

  @Test
  void theReservedBitIsNoPartOfTheStream() throws Violation {
    frame(Frames.DATA, 0, 0x80000007);
    FrameCursor cursor = new FrameCursor(bytes.flip());
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.stream()).isEqualTo(7);
  }

  @Test
  void theLargestFrameIsTakenAndALargerOneEndsTheConnection() throws Violation {
    frame(Frames.DATA, 0, 1, new byte[Frames.LARGEST_PAYLOAD]);
    frame(Frames.DATA, 0, 1, new byte[Frames.LARGEST_PAYLOAD + 1]);
    FrameCursor cursor = new FrameCursor(bytes.flip());
    assertThat(cursor.next()).isTrue();
    assertThatThrownBy(cursor::next)
        .isInstanceOfSatisfying(
            Violation.class,
            violation -> {
              assertThat(violation.code()).isEqualTo(ErrorCode.FRAME_SIZE_ERROR);
              assertThat(violation.stream()).isZero();
            });
  }

  @Test
  void paddingIsLeftOut() throws Violation {
    frame(Frames.DATA, Frames.PADDED, 1, (byte) 2, (byte) 'a', (byte) 0, (byte) 0);
    FrameCursor cursor = new FrameCursor(bytes.flip());
    assertThat(cursor.next()).isTrue();
    cursor.unpad();
    assertThat(cursor.payload().remaining()).isEqualTo(1);
    assertThat(cursor.payload().get()).isEqualTo((byte) 'a');
    assertThat(cursor.next()).isFalse();
  }

  @Test
  void morePaddingThanPayloadIsAViolation() throws Violation {
    frame(Frames.DATA, Frames.PADDED, 1, (byte) 3, (byte) 0, (byte) 0);
    FrameCursor cursor = new FrameCursor(bytes.flip());
    assertThat(cursor.next()).isTrue();
    assertThatThrownBy(cursor::unpad).isInstanceOf(Violation.class);
  }

  @Test
  void noPayloadCannotBePadded() throws Violation {
    frame(Frames.DATA, Frames.PADDED, 1);
    FrameCursor cursor = new FrameCursor(bytes.flip());
    assertThat(cursor.next()).isTrue();
    assertThatThrownBy(cursor::unpad).isInstanceOf(Violation.class);
  }
}
