package dev.margay.server.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.junit.jupiter.api.Test;

class NearbyBuffersTest {
  private static final int SIZE = 20_000;
  private static final int MOST_KEPT = 6;
  private static final int LARGEST = 256 * 1024;

  private final ArrayByteBufferPool shared = new ArrayByteBufferPool(0, -1, LARGEST);
  private final NearbyBuffers buffers = new NearbyBuffers(shared, LARGEST);

  private ByteBuffer used(RetainableByteBuffer buffer) {
    ByteBuffer bytes = buffer.getByteBuffer();
    assertThat(buffer.release()).isTrue();
    return bytes;
  }

  @Test
  void whatAThreadReleasedIsTheNextThatItGetsAndEmpty() {
    RetainableByteBuffer first = buffers.acquire(SIZE, true);
    first.getByteBuffer().limit(10);
    ByteBuffer bytes = used(first);
    RetainableByteBuffer next = buffers.acquire(SIZE, true);
    assertThat(next.getByteBuffer()).isSameAs(bytes);
    assertThat(next.remaining()).isZero();
    assertThat(next.isRetained()).isFalse();
  }

  @Test
  void whatIsRetainedIsNobodyElses() {
    RetainableByteBuffer buffer = buffers.acquire(SIZE, true);
    buffer.retain();
    assertThat(buffer.release()).isFalse();
    assertThat(buffers.acquire(SIZE, true).getByteBuffer()).isNotSameAs(buffer.getByteBuffer());
  }

  @Test
  void aBufferOfAnotherKindIsNotGiven() {
    ByteBuffer bytes = used(buffers.acquire(SIZE, true));
    assertThat(buffers.acquire(SIZE, false).getByteBuffer().isDirect()).isFalse();
    assertThat(buffers.acquire(SIZE / 2, true).getByteBuffer()).isNotSameAs(bytes);
    assertThat(buffers.acquire(SIZE * 2, true).capacity()).isGreaterThanOrEqualTo(SIZE * 2);
  }

  @Test
  void anotherThreadHasItsOwn() throws Exception {
    ByteBuffer bytes = used(buffers.acquire(SIZE, true));
    CompletableFuture<ByteBuffer> others = new CompletableFuture<>();
    Thread other =
        new Thread(() -> others.complete(buffers.acquire(SIZE, true).getByteBuffer()), "other");
    other.start();
    other.join();
    assertThat(others.get()).isNotSameAs(bytes);
  }

  @Test
  void whatNobodyWantsMakesRoomForWhatIsUsed() {
    for (int i = 1; i <= MOST_KEPT; i++) {
      used(buffers.acquire(SIZE * (1 + i), true));
    }
    ByteBuffer bytes = used(buffers.acquire(SIZE, true));
    assertThat(buffers.acquire(SIZE, true).getByteBuffer()).isSameAs(bytes);
    assertThat(shared.getAvailableDirectByteBufferCount()).isEqualTo(1);
  }

  @Test
  void aBufferTooLargeForThePoolIsNotKept() {
    ByteBuffer bytes = used(buffers.acquire(LARGEST + 1, true));
    assertThat(buffers.acquire(LARGEST + 1, true).getByteBuffer()).isNotSameAs(bytes);
  }

  @Test
  void moreThanAFewGoBackToThePool() {
    List<RetainableByteBuffer> many = new ArrayList<>();
    for (int i = 0; i < MOST_KEPT + 3; i++) {
      many.add(buffers.acquire(SIZE, true));
    }
    many.forEach(RetainableByteBuffer::release);
    assertThat(shared.getAvailableDirectByteBufferCount()).isEqualTo(3);
  }
}
