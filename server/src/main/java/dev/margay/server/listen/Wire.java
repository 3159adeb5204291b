package dev.margay.server.listen;

import dev.margay.server.http2.WriteBudget;

/**
 * How bytes get onto the wire. All ways send the same; the switches are there to compare them.
 *
 * @param corked whether the answers to one reading leave in one write ({@code -Dmargay.cork=false})
 * @param batched whether several TLS records do ({@code -Dmargay.batch=false})
 * @param library who does TLS, if any is done ({@code -Dmargay.tls=jdk})
 * @param selectors how many threads read and answer ({@code -Dmargay.selectors=1}; else one a core)
 * @param budget how much a write carries
 */
record Wire(
    boolean corked, boolean batched, TlsLibrary library, int selectors, WriteBudget budget) {
  /** What the switches say. */
  static Wire ofSwitches(TlsLibrary library) {
    int selectors = Integer.getInteger("margay.selectors", availableCores());
    return new Wire(
        isOn("margay.cork"),
        isOn("margay.batch"),
        library,
        Math.max(1, selectors),
        new WriteBudget());
  }

  static int availableCores() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static boolean isOn(String name) {
    return Boolean.parseBoolean(System.getProperty(name, "true"));
  }

  /**
   * How much is encrypted before it is written, in bytes on the wire; 0 for one record.
   *
   * @param budgeted whether the connection asks the budget how much it writes
   */
  int batchBytes(boolean budgeted) {
    if (!batched) {
      return 0;
    }
    return budgeted ? budget.onWire() : WriteBudget.SMALL_ON_WIRE;
  }
}
