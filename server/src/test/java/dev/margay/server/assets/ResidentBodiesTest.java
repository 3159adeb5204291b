package dev.margay.server.assets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.rcache.store.Body;
import dev.margay.rcache.store.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResidentBodiesTest {
  private static final int LENGTH = 200_000;

  @TempDir Path folder;

  private final ResidentBodies bodies = new ResidentBodies(2 * LENGTH, Runnable::run);

  private Body.OnDisk body(int seed, int length) throws IOException {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    Path file = Files.write(folder.resolve("body" + seed), bytes);
    return new Body.OnDisk(file, SourceFile.hash(file).blocks());
  }

  /** Asks until the body is in memory, or has had its chance. */
  private ResidentBodies.Lease ask(Body.OnDisk body) {
    bodies.borrow(body);
    bodies.borrow(body);
    return bodies.borrow(body);
  }

  @Test
  void whatIsAskedForOnceStaysOnDisk() throws IOException {
    assertThat(bodies.borrow(body(1, LENGTH))).isNull();
    assertThat(bodies.total()).isZero();
  }

  @Test
  void whatIsAskedForAgainIsInMemoryByteForByte() throws IOException {
    Body.OnDisk body = body(1, LENGTH);
    try (ResidentBodies.Lease lease = ask(body)) {
      assertThat(lease.bytes()).isEqualTo(Files.readAllBytes(body.file()));
    }
    assertThat(bodies.total()).isEqualTo(LENGTH);
  }

  @Test
  void manyReadersOfOneBodyShareIt() throws IOException {
    Body.OnDisk body = body(1, LENGTH);
    try (ResidentBodies.Lease first = ask(body);
        ResidentBodies.Lease second = bodies.borrow(body)) {
      assertThat(second.bytes()).isSameAs(first.bytes());
    }
    assertThat(bodies.total()).isEqualTo(LENGTH);
  }

  @Test
  void whatIsBeingReadIsNotGivenUpForAnother() throws IOException {
    Body.OnDisk third = body(3, LENGTH);
    try (ResidentBodies.Lease first = ask(body(1, LENGTH));
        ResidentBodies.Lease second = ask(body(2, LENGTH))) {
      assertThat(first).isNotNull();
      assertThat(second).isNotNull();
      assertThat(ask(third)).isNull();
      assertThat(bodies.total()).isEqualTo(2 * LENGTH);
    }
    try (ResidentBodies.Lease lease = ask(third)) {
      assertThat(lease).isNotNull();
    }
    assertThat(bodies.total()).isEqualTo(2 * LENGTH);
  }

  @Test
  void theOneThatNobodyAskedForLatelyGoesFirst() throws IOException {
    Body.OnDisk old = body(1, LENGTH);
    Body.OnDisk young = body(2, LENGTH);
    ask(old).close();
    ask(young).close();
    ask(body(3, LENGTH)).close();
    try (ResidentBodies.Lease lease = bodies.borrow(young)) {
      assertThat(lease).isNotNull();
    }
    assertThat(bodies.borrow(old)).isNull();
  }

  @Test
  void whatIsTooLargeStaysOnDisk() throws IOException {
    ResidentBodies roomy = new ResidentBodies(Long.MAX_VALUE, Runnable::run);
    Body.OnDisk body = body(1, ResidentBodies.LARGEST + 1);
    for (int i = 0; i < 5; i++) {
      assertThat(roomy.borrow(body)).isNull();
    }
    assertThat(roomy.total()).isZero();
  }

  @Test
  void aFileThatIsNoLongerTheContentIsNotTakenIn() throws IOException {
    Body.OnDisk body = body(1, LENGTH);
    Files.write(body.file(), new byte[LENGTH]);
    assertThat(ask(body)).isNull();
    assertThat(bodies.total()).isZero();
  }

  @Test
  void aBusyDiskIsNoReasonToWait() throws IOException {
    ResidentBodies refused =
        new ResidentBodies(
            LENGTH,
            task -> {
              throw new RejectedExecutionException();
            });
    Body.OnDisk body = body(1, LENGTH);
    for (int i = 0; i < 5; i++) {
      assertThat(refused.borrow(body)).isNull();
    }
    assertThat(refused.total()).isZero();
  }

  @Test
  void aHoldEndsOnceOnly() throws IOException {
    Body.OnDisk first = body(1, LENGTH);
    ResidentBodies.Lease lease = ask(first);
    lease.close();
    lease.close();
    try (ResidentBodies.Lease again = bodies.borrow(first);
        ResidentBodies.Lease second = ask(body(2, LENGTH))) {
      assertThat(again).isNotNull();
      assertThat(second).isNotNull();
      assertThat(ask(body(3, LENGTH))).isNull();
    }
  }

  @Test
  void thousandsThatAreAskedForOnceAreForgotten() throws IOException {
    Body.OnDisk body = body(1, LENGTH);
    bodies.borrow(body);
    for (int i = 0; i < 3000; i++) {
      bodies.borrow(new Body.OnDisk(body.file(), body.blocks()));
    }
    assertThat(bodies.total()).isZero();
    bodies.borrow(body); // its first asking is forgotten: this is the first again
    assertThat(bodies.total()).isZero();
  }
}
