package dev.margay.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LineBytesTest {
  private final LineBytes line = new LineBytes(1);

  @Test
  void numbersAreDecimal() {
    line.add(0).add(' ').add(9).add(' ').add(10).add(' ').add(Long.MAX_VALUE);
    assertThat(line).hasToString("0 9 10 9223372036854775807");
  }

  @Test
  void quotesAndBackslashesAreEscaped() {
    assertThat(line.addEscaped("a\"b\\c")).hasToString("a\\\"b\\\\c");
  }

  @Test
  void noControlCharacterBeginsALine() {
    assertThat(line.addEscaped("a\r\n\t\u0000\u007f\u009f\u2028\u2029z"))
        .hasToString("a\\u000d\\u000a\\u0009\\u0000\\u007f\\u009f\\u2028\\u2029z");
  }

  @Test
  void otherCharactersAreUtf8() {
    assertThat(line.addEscaped("\u00a0Zürich 猫 \ud83d\udc06"))
        .hasToString("\u00a0Zürich 猫 \ud83d\udc06");
  }

  @Test
  void halfACharacterIsAQuestionMark() {
    assertThat(line.addEscaped("a\ud83dz")).hasToString("a?z");
  }

  @Test
  void isUsedAgain() throws IOException {
    line.addEscaped("first").clear();
    line.add(new LineBytes(1).addEscaped("second"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    line.writeTo(out);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("second");
  }
}
