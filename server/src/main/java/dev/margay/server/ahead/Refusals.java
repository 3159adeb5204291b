package dev.margay.server.ahead;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;

/**
 * Counts the pushes that clients refused. After three refusals of one asset for one page a family
 * of clients is no longer sent it, for a day after the last one.
 */
public final class Refusals {
  private static final int ENOUGH = 3;
  private static final int REMEMBERED = 10_000;

  /** One asset, for one page, and one kind of client. */
  public record Push(String page, String asset, ClientFamily family) {}

  private final Cache<Push, Integer> counts =
      Caffeine.newBuilder()
          .maximumSize(REMEMBERED)
          .expireAfterWrite(Duration.ofDays(1))
          .executor(Runnable::run)
          .build();

  /** Takes note that a client reset this push. */
  public void refused(Push push) {
    counts.asMap().merge(push, 1, Integer::sum);
  }

  /** Whether this push is not worth trying any more. */
  public boolean enough(Push push) {
    Integer count = counts.getIfPresent(push);
    return count != null && count >= ENOUGH;
  }
}
