package dev.margay.server.pages;

import java.util.ArrayList;
import java.util.List;

/** Holds back the promised requests of one page until its body is sent; then in their order. */
final class PageGate {
  /** Guarded by this. Null once the gate is open. */
  private List<Runnable> waiting = new ArrayList<>();

  /** Runs {@code next} when the gate is open: now, if it is. */
  void pass(Runnable next) {
    synchronized (this) {
      if (waiting != null) {
        waiting.add(next);
        return;
      }
    }
    next.run();
  }

  /** The page is sent, or never will be. */
  void open() {
    List<Runnable> released;
    synchronized (this) {
      released = waiting == null ? List.of() : waiting;
      waiting = null;
    }
    released.forEach(Runnable::run);
  }
}
