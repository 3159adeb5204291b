package dev.margay.devtools.bench;

/**
 * What the benchmark found out about a server beside its speed.
 *
 * @param what was checked, such as "log lines"
 * @param detail the figures, for a person
 */
public record Check(String server, String what, Verdict verdict, String detail) {
  /** Whether it is as it must be. */
  public enum Verdict {
    HOLDS,
    FAILS
  }

  static Check of(String server, String what, boolean holds, String detail) {
    return new Check(server, what, holds ? Verdict.HOLDS : Verdict.FAILS, detail);
  }
}
