package dev.margay.devtools.authority;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;

/** Certificates that nobody signed but themselves: for servers that only their own test asks. */
public final class SelfSigned {
  private SelfSigned() {}

  /**
   * A certificate for {@code names} with an ECDSA key on P-256, and that key, as one PEM text.
   *
   * @param names host names or addresses
   */
  public static String pem(Collection<String> names, Instant now) throws IOException {
    return PemText.of(Issuing.alone(names, now));
  }
}
