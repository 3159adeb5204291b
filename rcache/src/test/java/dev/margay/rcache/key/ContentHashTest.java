package dev.margay.rcache.key;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentHashTest {
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  private final ContentHash hash = ContentHash.of("abc".getBytes(US_ASCII));

  @Test
  void isTheSha256OfFips180() {
    assertThat(hash.hex()).isEqualTo(ABC);
    assertThat(hash).hasToString(ABC);
  }

  @Test
  void hashedInPiecesIsTheSame() {
    MessageDigest digest = ContentHash.hashing();
    digest.update((byte) 'a');
    digest.update("bc".getBytes(US_ASCII));
    assertThat(ContentHash.finish(digest)).isEqualTo(hash).hasSameHashCodeAs(hash);
  }

  @Test
  void hexIsReadBack() {
    assertThat(ContentHash.fromHex(ABC)).isEqualTo(hash);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ba78",
        "BA7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad00",
        "za7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
      })
  void onlySixtyFourLowerCaseDigitsAreRead(String junk) {
    assertThatIllegalArgumentException().isThrownBy(() -> ContentHash.fromHex(junk));
  }

  @Test
  void goesThroughABufferAndLeavesTheRest() {
    ByteBuffer buffer = ByteBuffer.allocate(40).putInt(7);
    hash.writeTo(buffer);
    buffer.putInt(8).flip();
    assertThat(buffer.getInt()).isEqualTo(7);
    assertThat(ContentHash.readFrom(buffer)).isEqualTo(hash);
    assertThat(buffer.getInt()).isEqualTo(8);
  }

  @Test
  void base64urlIsThePrefixOfTheUnpaddedWhole() {
    String whole = "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0";
    assertThat(hash.base64url(43)).isEqualTo(whole);
    assertThat(hash.base64url(16)).isEqualTo(whole.substring(0, 16));
    assertThat(hash.base64url(1)).isEqualTo("u");
  }

  @Test
  void differsFromOtherContentAndOtherThings() {
    assertThat(hash).isNotEqualTo(ContentHash.of(new byte[0])).isNotEqualTo(ABC);
  }
}
