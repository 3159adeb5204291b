package dev.margay.server.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.Trailers;
import org.eclipse.jetty.io.Content;
import org.junit.jupiter.api.Test;

class RequestContentTest {
  private final RequestContent content = new RequestContent(100, 5);

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String text(Content.Chunk chunk) {
    return StandardCharsets.US_ASCII.decode(chunk.getByteBuffer().slice()).toString();
  }

  @Test
  void isReadInItsOrderAndThenEnds() {
    content.add(bytes("ab"));
    content.add(bytes("cde"));
    content.end(null);
    StringBuilder read = new StringBuilder();
    Content.Chunk chunk = content.read();
    while (!chunk.isLast()) {
      read.append(text(chunk));
      chunk = content.read();
    }
    assertThat(read).hasToString("abcde");
    assertThat(chunk.isLast()).isTrue();
    assertThat(content.read().isLast()).as("and stays so").isTrue();
  }

  @Test
  void whatIsReadIsACopy() {
    ByteBuffer network = bytes("abcde");
    content.add(network);
    network.put(0, (byte) 'x');
    assertThat(text(content.read())).isEqualTo("abcde");
  }

  @Test
  void whoeverDemandsIsToldOnce() {
    assertThat(content.demand()).as("nothing there").isFalse();
    assertThat(content.add(bytes("a"))).isTrue();
    assertThat(content.add(bytes("b"))).isFalse();
    assertThat(content.demand()).as("there already").isTrue();
  }

  @Test
  void trailersComeBeforeTheEnd() {
    assertThat(content.demand()).isFalse();
    assertThat(content.end(HttpFields.build().add("checksum", "1").asImmutable())).isTrue();
    assertThat(content.read()).isInstanceOf(Trailers.class);
    assertThat(content.read().isLast()).isTrue();
  }

  @Test
  void theLengthIsHeldAgainstWhatWasAnnounced() {
    content.add(bytes("abc"));
    assertThat(content.differs(false)).isFalse();
    assertThat(content.differs(true)).as("too short").isTrue();
    content.add(bytes("de"));
    assertThat(content.differs(true)).isFalse();
    content.add(bytes("f"));
    assertThat(content.differs(false)).as("too long").isTrue();
  }

  @Test
  void aFailureDropsWhatWasNotReadAndSaysHowMuch() {
    content.add(bytes("abc"));
    content.read();
    content.add(bytes("de"));
    assertThat(content.fail(new IOException("gone"))).isEqualTo(2);
    assertThat(content.fail(new IOException("again"))).isZero();
    assertThat(Content.Chunk.isFailure(content.read())).isTrue();
  }
}
