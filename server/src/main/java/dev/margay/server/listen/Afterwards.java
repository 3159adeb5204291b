package dev.margay.server.listen;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows from a wake-up, as the end of a connection does: the same thread does it when the
 * wake-up is over and holds no lock. To wake up another would take longer than most of it. What
 * follows from that in turn is for others: whatever a client does, the thread gets back to those
 * who wait for it.
 */
final class Afterwards {
  private static final Logger log = LoggerFactory.getLogger(Afterwards.class);
  private static final ThreadLocal<Afterwards> OF_THREAD = ThreadLocal.withInitial(Afterwards::new);

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private boolean awake;

  private Afterwards() {}

  /** Runs {@code wakeUp}, and then what it left to do. */
  static void follow(Runnable wakeUp) {
    Afterwards mine = OF_THREAD.get();
    if (mine.awake) {
      wakeUp.run(); // a part of another
      return;
    }
    mine.awake = true;
    try {
      wakeUp.run();
    } finally {
      mine.awake = false;
      mine.finish();
    }
  }

  private void finish() {
    Runnable task;
    while ((task = tasks.poll()) != null) {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        log.warn("The end of a wake-up failed", e);
      }
    }
  }

  /** Has {@code task} run after this thread's wake-up, or by {@code others} if it is in none. */
  static void execute(Runnable task, Executor others) {
    Afterwards mine = OF_THREAD.get();
    if (mine.awake) {
      mine.tasks.add(task);
    } else {
      others.execute(task);
    }
  }
}
