package dev.margay.server.listen;

/**
 * How bytes get onto the wire. All ways send the same; the switches are there to compare them.
 *
 * @param corked whether the answers to one reading leave in one write ({@code -Dmargay.cork=false})
 * @param batched whether several TLS records do ({@code -Dmargay.batch=false})
 * @param library who does TLS ({@code -Dmargay.tls=jdk})
 * @param selectors how many threads read and answer ({@code -Dmargay.selectors=1}; else one a core)
 */
record Wire(boolean corked, boolean batched, TlsLibrary library, int selectors) {
  /** How much is encrypted before it is written, in bytes: four records. */
  private static final int BATCH_BYTES = 68 * 1024;

  /** What the switches say. */
  static Wire ofSwitches() {
    int selectors = Integer.getInteger("margay.selectors", availableCores());
    return new Wire(
        isOn("margay.cork"), isOn("margay.batch"), TlsLibrary.find(), Math.max(1, selectors));
  }

  static int availableCores() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static boolean isOn(String name) {
    return Boolean.parseBoolean(System.getProperty(name, "true"));
  }

  int batchBytes() {
    return batched ? BATCH_BYTES : 0;
  }
}
