package dev.margay.samplesite;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The entity tag that the specification gives to a content and the bytes sent of it. */
final class Tag {
  private Tag() {}

  static String of(byte[] content, String coding, byte[] sent) {
    String name = hash(content).substring(0, 16) + "-" + coding + "-" + hash(sent).substring(0, 6);
    return '"' + name + '"';
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
