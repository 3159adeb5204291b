package dev.margay.server;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads that may wait for a disk. */
final class DiskThreads {
  private static final int READERS = 8;
  private static final int HASHERS = 2;

  private DiskThreads() {}

  /** For looks at files and reads of one block. */
  static ExecutorService reading() {
    return pool("margay-disk", READERS);
  }

  /** For whole large files, which would keep all of the others waiting. */
  static ExecutorService hashing() {
    return pool("margay-hashing", HASHERS);
  }

  private static ExecutorService pool(String name, int threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
