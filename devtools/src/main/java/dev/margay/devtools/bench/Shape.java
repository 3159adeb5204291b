package dev.margay.devtools.bench;

/** In which way a load asks. */
public enum Shape {
  /** As fast as answers come, over connections that stay. */
  STEADY,
  /** The same, with the server's own entity tag: every answer is a 304 (RFC 9110, 15.4.5). */
  VALIDATION,
  /** One request a connection, so that connecting is what is measured. */
  HANDSHAKES,
  /** So many requests a second and no more: what one request takes when nobody hurries. */
  PACED
}
