package dev.margay.server.learning;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is kept of a client's address: 16 bits of its HMAC-SHA-256 with a secret salt and the page's
 * name. Enough to tell whether five visitors were five; too few to tell who they were (each value
 * stands for 65,536 IPv4 addresses, even to someone who has the salt), and different for each page
 * version, so that nobody's way through a site can be followed.
 *
 * <p>An IPv6 address counts as its /64: that is what one subscriber is given (RFC 6177).
 */
final class AddressHash {
  /** Length of a salt in bytes. */
  static final int SALT_BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";
  private static final int BITS_16 = 0xffff;
  private static final int GROUPS = 8;
  private static final int NETWORK_GROUPS = 4;

  private final byte[] salt;

  /** Hashes with {@code salt}, of which it keeps a copy. */
  AddressHash(byte[] salt) {
    this.salt = salt.clone();
  }

  /** Reads a salt as {@link #toString} writes it; empty for anything else. */
  static Optional<AddressHash> withSalt(String text) {
    try {
      byte[] salt = Base64.getUrlDecoder().decode(text);
      return salt.length == SALT_BYTES ? Optional.of(new AddressHash(salt)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** 0 to 65535. */
  int of(String address, PageVersion page) {
    String named = network(address) + '\n' + page.domain() + page.path() + '\n' + page.content();
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(salt, ALGORITHM));
      byte[] hash = mac.doFinal(named.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(hash).getShort() & BITS_16;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
    }
  }

  /** The part of an address that one subscriber cannot choose: all of IPv4, a /64 of IPv6. */
  static String network(String address) {
    int mapped = address.lastIndexOf(':');
    if (mapped < 0) {
      return address;
    }
    if (address.indexOf('.', mapped) > 0) {
      return address.substring(mapped + 1); // ::ffff:192.0.2.1
    }
    int gap = address.indexOf("::");
    String[] head = groups(gap < 0 ? address : address.substring(0, gap));
    String[] tail = gap < 0 ? new String[0] : groups(address.substring(gap + 2));
    String[] all = new String[GROUPS];
    Arrays.fill(all, "0");
    System.arraycopy(head, 0, all, 0, Math.min(head.length, GROUPS));
    int from = Math.max(0, GROUPS - tail.length);
    System.arraycopy(tail, 0, all, from, Math.min(tail.length, GROUPS));
    StringBuilder network = new StringBuilder();
    for (int i = 0; i < NETWORK_GROUPS; i++) {
      network.append(all[i].replaceFirst("^0+(?=.)", "")).append(':');
    }
    return network.toString();
  }

  private static String[] groups(String text) {
    return text.isEmpty() ? new String[0] : text.split(":", -1);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AddressHash that && Arrays.equals(salt, that.salt);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(salt);
  }

  /** The salt in base64url, for those who share it. */
  @Override
  public String toString() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(salt);
  }
}
