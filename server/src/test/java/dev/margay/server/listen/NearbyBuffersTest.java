package dev.margay.server.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.junit.jupiter.api.Test;

class NearbyBuffersTest {
  private static final int SIZE = 20_000;
  private static final int MOST_KEPT = 6;
  private static final int LARGEST = 256 * 1024;

  private final ArrayByteBufferPool shared = new ArrayByteBufferPool(0, -1, LARGEST);
  private final NearbyBuffers buffers = new NearbyBuffers(shared, LARGEST);

  private ByteBuffer used(int size) {
    RetainableByteBuffer buffer = buffers.acquire(size, true);
    ByteBuffer bytes = buffer.getByteBuffer();
    assertThat(buffer.release()).isTrue();
    return bytes;
  }

  private long inThePool() {
    return shared.getAvailableDirectByteBufferCount();
  }

  @Test
  void whatAJobReleasedIsTheNextThatItGetsAndEmpty() {
    NearbyBuffers.during(
        () -> {
          RetainableByteBuffer first = buffers.acquire(SIZE, true);
          ByteBuffer bytes = first.getByteBuffer().limit(10);
          first.release();
          RetainableByteBuffer next = buffers.acquire(SIZE, true);
          assertThat(next.getByteBuffer()).isSameAs(bytes);
          assertThat(next.remaining()).isZero();
          assertThat(next.isRetained()).isFalse();
        });
  }

  @Test
  void whatIsRetainedIsNobodyElses() {
    NearbyBuffers.during(
        () -> {
          RetainableByteBuffer buffer = buffers.acquire(SIZE, true);
          buffer.retain();
          assertThat(buffer.release()).isFalse();
          assertThat(used(SIZE)).isNotSameAs(buffer.getByteBuffer());
          buffer.release();
        });
  }

  @Test
  void aBufferOfAnotherKindIsNotGiven() {
    NearbyBuffers.during(
        () -> {
          ByteBuffer bytes = used(SIZE);
          assertThat(buffers.acquire(SIZE, false).getByteBuffer().isDirect()).isFalse();
          assertThat(used(SIZE / 2)).isNotSameAs(bytes);
          assertThat(used(SIZE * 2).capacity()).isGreaterThanOrEqualTo(SIZE * 2);
        });
  }

  @Test
  void aJobThatIsOverKeepsNothing() {
    NearbyBuffers.during(
        () -> {
          used(SIZE);
          used(SIZE * 2);
          assertThat(inThePool()).isZero();
        });
    assertThat(inThePool()).isEqualTo(2);
  }

  @Test
  void outsideOfAJobNothingIsKept() {
    used(SIZE);
    assertThat(inThePool()).isEqualTo(1);
  }

  @Test
  void whatNobodyWantsMakesRoomForWhatIsUsed() {
    NearbyBuffers.during(
        () -> {
          for (int i = 1; i <= MOST_KEPT; i++) {
            used(SIZE * (1 + i));
          }
          ByteBuffer bytes = used(SIZE);
          assertThat(used(SIZE)).isSameAs(bytes);
          assertThat(inThePool()).isEqualTo(1);
        });
  }

  @Test
  void aBufferTooLargeForThePoolIsNotKept() {
    NearbyBuffers.during(() -> assertThat(used(LARGEST + 1)).isNotSameAs(used(LARGEST + 1)));
  }

  @Test
  void moreThanAFewGoBackToThePool() {
    NearbyBuffers.during(
        () -> {
          List<RetainableByteBuffer> many = new ArrayList<>();
          for (int i = 0; i < MOST_KEPT + 3; i++) {
            many.add(buffers.acquire(SIZE, true));
          }
          many.forEach(RetainableByteBuffer::release);
          assertThat(inThePool()).isEqualTo(3);
        });
  }
}
