package dev.margay.server.command;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the heap near what is in use, whatever it might grow to. The serial collector lets what
 * became old and then garbage pile up to the limit before it looks there, so a server that needs 40
 * MB would take 256. Here it looks as soon as half of what the last look left has been added. Other
 * collectors have their own ways; then this does nothing.
 */
final class TidyHeap {
  private static final String OLD_GENERATION = "Tenured Gen";
  private static final long PAUSE_MILLIS = 1_000;

  /** Below this nothing is gained: a look takes about a millisecond for each 2 MB in use. */
  private static final long WORTH_A_LOOK = 28L << 20;

  private TidyHeap() {}

  /** Never returns, unless the thread is interrupted. */
  static void keep() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS); // the first visitors first: beans take a while
    List<MemoryPoolMXBean> old =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getName().equals(OLD_GENERATION))
            .toList();
    while (!Thread.interrupted()) {
      if (old.stream().anyMatch(TidyHeap::untidy)) {
        System.gc();
      }
      TimeUnit.MILLISECONDS.sleep(old.isEmpty() ? Integer.MAX_VALUE : PAUSE_MILLIS);
    }
  }

  private static boolean untidy(MemoryPoolMXBean pool) {
    MemoryUsage afterLastLook = pool.getCollectionUsage();
    return worthALook(pool.getUsage().getUsed(), afterLastLook.getUsed());
  }

  /**
   * Whether enough was added, in bytes.
   *
   * @param used in the old generation now
   * @param left what the last look there left; 0 before the first
   */
  static boolean worthALook(long used, long left) {
    return used > WORTH_A_LOOK && used > left + left / 2;
  }
}
