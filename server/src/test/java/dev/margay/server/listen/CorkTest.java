package dev.margay.server.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
}
