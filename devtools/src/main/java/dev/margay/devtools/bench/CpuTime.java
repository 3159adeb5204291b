package dev.margay.devtools.bench;

/**
 * Processor time of a server's processes since they began.
 *
 * @param nanos the sum over all threads alive, as the scheduler counted it
 * @param tickNanos the processes' own sums, counted in ticks of 10 ms, with threads and children
 *     that ended
 */
record CpuTime(long nanos, long tickNanos) {
  /** Further apart than ticks explain: threads ended in between, and took their time with them. */
  private static final long LARGEST_DIFFERENCE = 40_000_000;

  /** The time used since {@code earlier}, in nanoseconds. */
  long since(CpuTime earlier) {
    long exact = nanos - earlier.nanos;
    long ticks = tickNanos - earlier.tickNanos;
    return Math.abs(exact - ticks) > LARGEST_DIFFERENCE ? ticks : exact;
  }
}
