package dev.margay.devtools.visits;

import dev.margay.devtools.visits.Company.Fit;
import dev.margay.server.pages.PagePlan;
import dev.margay.server.visitor.CacheDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The last visits, in memory: 50 of them, and 300 requests of each. Whoever keeps it tells what
 * happens in the order of its happening. Safe for many threads.
 */
final class VisitBook {
  static final int MOST_VISITS = 50;
  static final int MOST_REQUESTS = 300;
  private static final int MOST_PROMISES = 256;

  private final Runnable changed;

  /** Guarded by this. The oldest first. */
  private final Deque<Page> pages = new ArrayDeque<>();

  /** Guarded by this. Visits of requests that are on their way, by the request's number. */
  private final Map<Long, Page> underWay = new HashMap<>();

  /** Guarded by this. */
  private long lastId;

  /** Guarded by this. */
  private long revision;

  /**
   * An empty book.
   *
   * @param changed is run after each change; returns at once
   */
  VisitBook(Runnable changed) {
    this.changed = changed;
  }

  /** One visit while it is written. All of it is guarded by the book. */
  private static final class Page {
    final long id;
    final Company company;
    final Optional<CacheDigest> before;
    final List<Seen> requests = new ArrayList<>();
    final Map<String, Long> promised = new HashMap<>();
    long revision;
    int leftOut;
    Optional<PagePlan> plan = Optional.empty();
    Optional<CacheDigest> after = Optional.empty();
    OptionalLong hinted = OptionalLong.empty();

    Page(long id, Asked page, Optional<CacheDigest> before) {
      this.id = id;
      this.company = new Company(page);
      this.before = before;
    }

    Visit shown() {
      return new Visit(id, revision, plan, promised, hinted, before, after, requests, leftOut);
    }
  }

  /**
   * A request came.
   *
   * @param digest what it presents
   */
  void asked(Asked request, Optional<CacheDigest> digest) {
    synchronized (this) {
      Page page = request.navigation() ? begin(request, digest) : find(request);
      if (page == null) {
        return;
      }
      page.company.heard(request);
      if (page.requests.size() >= MOST_REQUESTS) {
        page.leftOut++;
      } else {
        page.requests.add(new Seen(request, Optional.empty()));
        underWay.put(request.number(), page);
      }
      page.revision = ++revision;
    }
    changed.run();
  }

  private Page begin(Asked request, Optional<CacheDigest> digest) {
    Page page = new Page(++lastId, request, digest);
    pages.addLast(page);
    if (pages.size() > MOST_VISITS) {
      Page oldest = pages.removeFirst();
      underWay.values().removeIf(oldest::equals);
    }
    return page;
  }

  private Page find(Asked request) {
    Page best = null;
    Fit bestFit = Fit.NONE;
    for (Page page : pages) {
      Fit fit = page.company.fit(request);
      if (fit != Fit.NONE && fit.compareTo(bestFit) >= 0) {
        best = page;
        bestFit = fit;
      }
    }
    return best;
  }

  /** A page's request made a promise. */
  void promised(Asked page, String target, long nanos) {
    change(
        page,
        visit -> {
          if (visit.promised.size() < MOST_PROMISES) {
            visit.promised.putIfAbsent(target, nanos);
          }
        });
  }

  /** A 103 went out for a page. */
  void hinted(Asked page, long nanos) {
    change(page, visit -> visit.hinted = OptionalLong.of(nanos));
  }

  /** It is decided what is sent ahead of a page. */
  void planned(Asked page, PagePlan plan) {
    change(
        page,
        visit -> {
          if (visit.requests.get(0).asked().number() == page.number()) {
            visit.plan = Optional.of(plan);
          }
        });
  }

  /**
   * A request has ended.
   *
   * @param digest what its answer sets
   */
  void answered(Asked request, Answer answer, Optional<CacheDigest> digest) {
    change(
        request,
        visit -> {
          visit.requests.replaceAll(
              seen ->
                  seen.asked().number() == request.number()
                      ? new Seen(request, Optional.of(answer))
                      : seen);
          visit.after = digest.or(() -> visit.after);
          underWay.remove(request.number());
        });
  }

  /** What belongs to a visit, but is not in the book, is different now. */
  void showAnew(long id) {
    synchronized (this) {
      pages.stream().filter(page -> page.id == id).forEach(page -> page.revision = ++revision);
    }
    changed.run();
  }

  private void change(Asked request, Consumer<Page> change) {
    synchronized (this) {
      Page page = underWay.get(request.number());
      if (page == null) {
        return;
      }
      change.accept(page);
      page.revision = ++revision;
    }
    changed.run();
  }

  /** All visits as they are now, the oldest first. */
  synchronized List<Visit> visits() {
    return pages.stream().map(Page::shown).toList();
  }

  /** Grows with each change. */
  synchronized long revision() {
    return revision;
  }
}
