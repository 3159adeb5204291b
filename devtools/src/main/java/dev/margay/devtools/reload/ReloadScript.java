package dev.margay.devtools.reload;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The script that pages load, and how they name it. */
public final class ReloadScript {
  /** Where it is served. */
  public static final String PATH = "/__margay/reload.js";

  private static final byte[] SOURCE = read();

  /** Its hash as policies and integrity attributes write it (Subresource Integrity §3.1). */
  static final String HASH = "sha256-" + Base64.getEncoder().encodeToString(sha256(SOURCE));

  private static final String ELEMENT =
      "<script src=\"" + PATH + "\" integrity=\"" + HASH + "\" async></script>\n";

  private ReloadScript() {}

  /** The script itself, not to be written to. */
  public static byte[] source() {
    return SOURCE;
  }

  /** The element that a page gets. */
  static byte[] element() {
    return ELEMENT.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] read() {
    try (InputStream in = ReloadScript.class.getResourceAsStream("reload.js")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("a resource of the program is missing", e);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
