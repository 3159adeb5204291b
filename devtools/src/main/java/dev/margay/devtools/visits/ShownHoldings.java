package dev.margay.devtools.visits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.margay.devtools.visits.Holdings.Held;
import dev.margay.rcache.key.ContentHash;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What was last shown of the cache's contents. A visit tells nothing by itself of the forms that
 * are made after its last response, so it has to be found out which visits are to be shown anew.
 */
final class ShownHoldings {
  private final Function<ContentHash, List<Held>> look;
  private final Cache<ContentHash, List<Held>> shown =
      Caffeine.newBuilder().maximumSize(4096).executor(Runnable::run).build();

  ShownHoldings(Function<ContentHash, List<Held>> look) {
    this.look = look;
  }

  /** What there is of {@code content} now; taken for shown from now on. */
  List<Held> show(ContentHash content) {
    List<Held> now = look.apply(content);
    shown.put(content, now);
    return now;
  }

  /** Which of {@code visits} were shown with what is no longer so. */
  List<Visit> outdated(List<Visit> visits) {
    return visits.stream().filter(visit -> contents(visit).anyMatch(this::differs)).toList();
  }

  private boolean differs(ContentHash content) {
    List<Held> before = shown.getIfPresent(content);
    return before != null && !before.equals(look.apply(content));
  }

  private static Stream<ContentHash> contents(Visit visit) {
    return visit.requests().stream()
        .flatMap(seen -> seen.answer().stream())
        .flatMap(answer -> answer.exchange().stream())
        .map(exchange -> exchange.content())
        .filter(Objects::nonNull)
        .distinct();
  }
}
