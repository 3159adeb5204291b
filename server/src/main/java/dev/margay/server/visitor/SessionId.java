package dev.margay.server.visitor;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * Names a visitor's session.
 *
 * @param text 128 random bits in base64url without padding: 22 characters
 */
public record SessionId(String text) {
  private static final int BYTES = 16;
  private static final int LENGTH = 22;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A new one, which nobody can guess. */
  public static SessionId fresh() {
    byte[] bits = new byte[BYTES];
    RANDOM.nextBytes(bits);
    return new SessionId(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
  }

  /** Reads a cookie's value; empty for anything that {@link #fresh} would not have made. */
  public static Optional<SessionId> read(String value) {
    if (value.length() != LENGTH) {
      return Optional.empty();
    }
    try {
      byte[] bits = Base64.getUrlDecoder().decode(value);
      boolean tidy = Base64.getUrlEncoder().withoutPadding().encodeToString(bits).equals(value);
      return tidy ? Optional.of(new SessionId(value)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
