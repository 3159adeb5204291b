package dev.margay.server.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.eclipse.jetty.http.compression.HuffmanEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HuffmanTextTest {
  private static String decoded(byte... code) throws Violation {
    byte[] text = new byte[HuffmanText.mostOf(code.length)];
    int end = HuffmanText.decode(code, 0, code.length, text, 0);
    return new String(text, 0, end, StandardCharsets.ISO_8859_1);
  }

  private static String decoded(String hex) throws Violation {
    return decoded(HexFormat.of().parseHex(hex));
  }

  private static byte[] coded(String text) {
    ByteBuffer code = ByteBuffer.allocate(HuffmanEncoder.octetsNeeded(text));
    HuffmanEncoder.encode(code, text);
    return code.array();
  }

  @Test
  void noBytesAreNoText() throws Violation {
    assertThat(decoded("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "f1e3c2e5f23a6ba0ab90f4ff, www.example.com",
    "a8eb10649cbf, no-cache",
    "25a849e95ba97d7f, custom-key",
    "6402, 302",
    "d07abe941054d444a8200595040b8166e082a62d1bff, 'Mon, 21 Oct 2013 20:13:21 GMT'",
    "9d29ad171863c78f0b97c8e9ae82ae43d3, https://www.example.com"
  })
  void theExamplesOfTheStandardAreRead(String hex, String text) throws Violation {
    assertThat(decoded(hex)).isEqualTo(text);
  }

  @Test
  void everyCharacterIsReadBetweenAllOthers() throws Violation {
    for (char c = ' '; c < 256; c++) {
      if (c != 0x7f) {
        for (char d = ' '; d < 127; d++) {
          String text = "" + d + c + d + d + c;
          assertThat(decoded(coded(text))).isEqualTo(text);
        }
      }
    }
  }

  /** RFC 7541 appendix B. */
  @ParameterizedTest
  @CsvSource({
    "0, 1ff8, 13",
    "1, 7fffd8, 23",
    "2, fffffe2, 28",
    "9, ffffea, 24",
    "10, 3ffffffc, 30",
    "13, 3ffffffd, 30",
    "22, 3ffffffe, 30",
    "31, ffffffb, 28",
    "127, ffffffc, 28",
    "249, ffffffe, 28"
  })
  void controlsHaveCodes(int symbol, String code, int bits) throws Violation {
    long padded = (Long.parseLong(code, 16) << (32 - bits)) | ((1L << (32 - bits)) - 1);
    byte[] bytes = ByteBuffer.allocate(4).putInt((int) padded).array();
    byte[] whole = Arrays.copyOf(bytes, (bits + 7) / 8);
    assertThat(decoded(whole)).isEqualTo(String.valueOf((char) symbol));
  }

  @Test
  void randomTextsOfAnyLengthAreReadAsTheyWere() throws Violation {
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(40); length > 0; length--) {
        boolean rare = random.nextInt(8) == 0;
        text.append((char) (rare ? 0x80 + random.nextInt(128) : ' ' + random.nextInt(95)));
      }
      assertThat(decoded(coded(text.toString()))).isEqualTo(text.toString());
    }
  }

  @Test
  void noTextIsLongerThanItsRoom() throws Violation {
    String shortCodes = "012aceiost".repeat(40);
    byte[] code = coded(shortCodes);
    assertThat(HuffmanText.mostOf(code.length)).isEqualTo(shortCodes.length());
    assertThat(decoded(code)).isEqualTo(shortCodes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ff", // eight bits of padding
        "1fff", // the same after a letter
        "ffff",
        "ffffff",
        "fffffffc", // not quite the end of a string
        "ffffffff", // the end of a string
        "07ffffffffff", // the same after a digit
        "00", // a digit, and zeros
        "1e", // a letter, and not all ones
        "64", // the padding of 6402 is cut off, and 0 with it
        "fe", // a part of a long code
        "f1e3c2e5f23a6ba0ab90f4fe"
      })
  void whatIsBadlyPaddedIsNoText(String hex) {
    assertThatThrownBy(() -> decoded(hex))
        .isInstanceOfSatisfying(
            Violation.class,
            violation -> {
              assertThat(violation.code()).isEqualTo(ErrorCode.COMPRESSION_ERROR);
              assertThat(violation.stream()).isZero();
            });
  }
}
