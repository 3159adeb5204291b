package dev.margay.rcache.key;

import java.util.Locale;

/** How much work an encoder may spend. */
public enum Tier {
  /** Milliseconds: what a first request waits for. */
  FAST,
  /** The smallest result, made in the background. */
  BEST;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The tier's name in file names, counters and logs. */
  public String label() {
    return label;
  }
}
