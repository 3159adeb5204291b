package dev.margay.samplesite;

import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.GZIPInputStream;

/** Holds a response against its own entity tag, as one who knows nothing but the specification. */
final class Proof {
  private static final int CONTENT = 16;
  private static final int BYTES = 6;

  static {
    Brotli4jLoader.ensureAvailability();
  }

  private Proof() {}

  /** Checks that the bytes of a complete 200 are those of its tag; gives the plain content. */
  static byte[] check(HttpHeaders headers, byte[] sent) {
    String tag = headers.firstValue("etag").orElseThrow();
    String coding = headers.firstValue("content-encoding").orElse("identity");
    byte[] plain = decode(coding, sent);
    String hash = sha256(plain).substring(0, CONTENT);
    String expected = '"' + hash + '-' + coding + '-' + sha256(sent).substring(0, BYTES) + '"';
    assertThat(tag).isEqualTo(expected);
    headers
        .firstValueAsLong("content-length")
        .ifPresent(length -> assertThat(sent).hasSize((int) length));
    return plain;
  }

  private static byte[] decode(String coding, byte[] sent) {
    try (InputStream plain = decoder(coding, new ByteArrayInputStream(sent))) {
      return plain.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream decoder(String coding, InputStream sent) throws IOException {
    return switch (coding) {
      case "br" -> new BrotliInputStream(sent);
      case "zstd" -> new ZstdInputStream(sent);
      case "gzip" -> new GZIPInputStream(sent);
      default -> sent;
    };
  }

  private static String sha256(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Version {@code number} of a file: its number again and again, then a line's end. */
  static byte[] version(int number, int size) {
    byte[] word =
        String.format("%08d this is the version, the whole of it.\n", number)
            .getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[size];
    for (int at = 0; at < size; at += word.length) {
      System.arraycopy(word, 0, all, at, Math.min(word.length, size - at));
    }
    return all;
  }

  /** Whether {@code content} is one version and no mixture. */
  static boolean isWhole(byte[] content) {
    int number = number(content);
    return number >= 0 && Arrays.equals(content, version(number, content.length));
  }

  /** The number that {@code content} begins with; −1 if it begins with none. */
  static int number(byte[] content) {
    if (content.length < 8) {
      return -1;
    }
    String digits = new String(content, 0, 8, StandardCharsets.US_ASCII);
    return digits.matches("\\d{8}") ? Integer.parseInt(digits) : -1;
  }
}
