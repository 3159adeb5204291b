package dev.margay.server.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

class CorkTest {
  private final List<String> written = Collections.synchronizedList(new ArrayList<>());
  private final Cork cork =
      new Cork(
          (callback, buffers) -> {
            for (ByteBuffer buffer : buffers) {
              written.add(Character.toString((char) buffer.get(0)));
            }
            callback.succeeded();
          });

  private void write(char c) {
    write(c, Callback.NOOP);
  }

  private void write(char c, Callback callback) {
    cork.write(callback, ByteBuffer.wrap(new byte[] {(byte) c}));
  }

  @Test
  void aWriteOfTheReaderIsHeldUntilItReadsAgain() {
    cork.close();
    write('a');
    assertThat(written).isEmpty();
    cork.openByReader();
    assertThat(written).containsExactly("a");
  }

  @Test
  void aHeldWriteGoesWhenMoreIsWaitedFor() {
    cork.close();
    write('a');
    cork.open();
    assertThat(written).containsExactly("a");
  }

  @Test
  void anOpenCorkHoldsNothing() {
    write('a');
    cork.close();
    cork.open();
    write('b');
    assertThat(written).containsExactly("a", "b");
  }

  @Test
  void aWriteOfAnotherThreadGoesStraightThrough() {
    cork.close();
    CompletableFuture.runAsync(() -> write('a')).join();
    assertThat(written).containsExactly("a");
  }

  @Test
  void anotherThreadDoesNotOpenItInTheReadersName() {
    cork.close();
    write('a');
    CompletableFuture.runAsync(cork::openByReader).join();
    assertThat(written).isEmpty();
  }

  @Test
  void whatIsWrittenWhileItOpensIsNotHeld() {
    cork.close();
    write('a', Callback.from(() -> write('b')));
    cork.openByReader();
    assertThat(written).containsExactly("a", "b");
  }

  @Test
  void aHeldWriteFailsWhenTheEndPointCloses() {
    CompletableFuture<Void> outcome = new CompletableFuture<>();
    cork.close();
    write('a', Callback.from(() -> outcome.complete(null), outcome::completeExceptionally));
    cork.fail(null);
    assertThat(outcome).isCompletedExceptionally();
    assertThat(written).isEmpty();
  }

  @Test
  void aHeldWriteEndsOnceOnly() {
    List<String> endings = new ArrayList<>();
    cork.close();
    write('a', Callback.from(() -> endings.add("written"), failure -> endings.add("failed")));
    cork.open();
    cork.fail(null);
    cork.open();
    assertThat(endings).containsExactly("written");
  }

  @Test
  void whatFollowsASmallWriteLeavesWithIt() {
    List<Integer> writes = new ArrayList<>();
    Cork counting =
        new Cork(
            (callback, buffers) -> {
              writes.add(buffers.length);
              callback.succeeded();
            });
    counting.close();
    ByteBuffer first = ByteBuffer.wrap(new byte[100]);
    counting.write(
        Callback.from(() -> counting.write(Callback.NOOP, ByteBuffer.allocate(5))), first);
    counting.openByReader();
    assertThat(writes).containsExactly(2);
    assertThat(first.hasRemaining()).isFalse();
  }

  @Test
  void aLargeWriteIsReportedWhenItIsDone() {
    List<Callback> pending = new ArrayList<>();
    List<String> endings = new ArrayList<>();
    Cork slow = new Cork((callback, buffers) -> pending.add(callback));
    slow.close();
    slow.write(Callback.from(() -> endings.add("done")), ByteBuffer.allocate(1 << 20));
    slow.openByReader();
    assertThat(endings).isEmpty();
    pending.get(0).succeeded();
    assertThat(endings).containsExactly("done");
  }

  /** A network that takes nothing until it is told to. */
  private static final class Slow implements Cork.Writer {
    private final List<Callback> pending = new ArrayList<>();
    private final List<Integer> lengths = new ArrayList<>();

    @Override
    public void write(Callback callback, ByteBuffer... buffers) {
      pending.add(callback);
      lengths.add((int) BufferUtil.remaining(buffers));
    }
  }

  @Test
  void aWriteWaitsForBytesThatLeaveAlone() {
    Slow network = new Slow();
    Cork slow = new Cork(network);
    List<String> endings = new ArrayList<>();
    slow.close();
    slow.write(Callback.from(() -> endings.add("first")), ByteBuffer.allocate(10));
    slow.openByReader();
    slow.close();
    slow.write(Callback.from(() -> endings.add("second")), ByteBuffer.allocate(20));
    slow.open();
    assertThat(network.lengths).containsExactly(10);
    network.pending.get(0).succeeded();
    assertThat(network.lengths).containsExactly(10, 20);
    assertThat(endings).containsExactly("first");
    network.pending.get(1).succeeded();
    assertThat(endings).containsExactly("first", "second");
  }

  @Test
  void aWriteThatWaitsFailsWithWhatItWaitsFor() {
    Slow network = new Slow();
    Cork slow = new Cork(network);
    List<Throwable> failures = new ArrayList<>();
    slow.close();
    slow.write(Callback.NOOP, ByteBuffer.allocate(10));
    slow.openByReader();
    slow.write(Callback.from(() -> {}, failures::add), ByteBuffer.allocate(20));
    IOException broken = new IOException("broken pipe");
    network.pending.get(0).failed(broken);
    assertThat(failures).containsExactly(broken);
    assertThat(network.lengths).containsExactly(10);
  }

  @Test
  void aWriteThatWaitsFailsOnceWhenTheEndPointCloses() {
    Slow network = new Slow();
    Cork slow = new Cork(network);
    List<Throwable> failures = new ArrayList<>();
    slow.close();
    slow.write(Callback.NOOP, ByteBuffer.allocate(10));
    slow.openByReader();
    slow.write(Callback.from(() -> {}, failures::add), ByteBuffer.allocate(20));
    slow.fail(null);
    network.pending.get(0).failed(new IOException("closed"));
    assertThat(failures).hasSize(1);
  }

  @Test
  void aLastWriteLeavesBeforeItsCallbackEndsTheConnection() {
    Slow network = new Slow();
    Cork slow = new Cork(network);
    List<String> order = new ArrayList<>();
    slow.close();
    slow.write(
        Callback.from(
            () -> {
              slow.writeAlone(); // as an end point does before it shuts its output down
              order.add("shut down after " + network.lengths);
            }),
        ByteBuffer.allocate(10));
    slow.openByReader();
    assertThat(order).containsExactly("shut down after [10]");
    slow.write(Callback.NOOP, ByteBuffer.allocate(20));
    assertThat(network.lengths).containsExactly(10);
    network.pending.get(0).succeeded();
    assertThat(network.lengths).containsExactly(10, 20);
  }
}
