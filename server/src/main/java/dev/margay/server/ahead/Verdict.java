package dev.margay.server.ahead;

import java.util.Locale;

/** What was decided of one asset of a page, and why. */
public enum Verdict {
  /** To be sent ahead. */
  AHEAD,
  /** The digest cookie says that the visitor has it. */
  KNOWN_BY_DIGEST,
  /** It was sent in this session. */
  KNOWN_BY_SESSION,
  /** It was sent, or is being sent, on this connection. */
  KNOWN_BY_CONNECTION,
  /** As many assets as one page may have are ahead of it. */
  OVER_COUNT,
  /** It does not fit into the bytes that one page may have. */
  OVER_BYTES,
  /** The {@code Link} field is full. */
  OVER_FIELD,
  /** A style sheet that blocks painting did not fit, and nothing may overtake it. */
  BEHIND_STYLE,
  /** Clients like this one refused it again and again. */
  REFUSED,
  /** The browser may not keep it for long enough to use it: it would be fetched twice. */
  NOT_FRESH,
  /** Nothing is served under its target. */
  MISSING,
  /** It is on another server, or its target cannot stand in a header field. */
  ELSEWHERE,
  /** This visit gets no hints, so that it shows what browsers ask for by themselves. */
  MEASURED;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The name in metrics and logs. */
  public String label() {
    return label;
  }

  /** Whether the visitor has it already. */
  public boolean known() {
    return this == KNOWN_BY_DIGEST || this == KNOWN_BY_SESSION || this == KNOWN_BY_CONNECTION;
  }

  /** Whether it was left out because a page may have only so much. */
  public boolean overBudget() {
    return this == OVER_COUNT || this == OVER_BYTES || this == OVER_FIELD || this == BEHIND_STYLE;
  }
}
