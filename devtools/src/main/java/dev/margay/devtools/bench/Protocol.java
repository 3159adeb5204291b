package dev.margay.devtools.bench;

/** How a load speaks to a server. */
public enum Protocol {
  /** HTTP/2 over TLS. */
  H2,
  /** HTTP/2 without TLS, by prior knowledge (RFC 9113, section 3.3). */
  H2C,
  /** HTTP/1.1 over TLS, kept alive. */
  H1
}
