package dev.margay.samplesite;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;

/** Decodes what a server sent, as a browser would. */
final class Decoding {
  private Decoding() {}

  static byte[] decode(String coding, byte[] sent) {
    try (InputStream plain = open(coding, new ByteArrayInputStream(sent))) {
      return plain.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String coding, InputStream sent) throws IOException {
    return switch (coding) {
      case "identity" -> sent;
      case "gzip" -> new GZIPInputStream(sent);
      case "br" -> {
        Brotli4jLoader.ensureAvailability();
        yield new BrotliInputStream(sent);
      }
      case "zstd" -> new ZstdInputStream(sent);
      default -> throw new IOException("nobody asked for " + coding);
    };
  }
}
