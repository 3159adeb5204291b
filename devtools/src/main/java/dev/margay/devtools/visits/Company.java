package dev.margay.devtools.visits;

import java.util.HashSet;
import java.util.Set;

/**
 * Whose requests belong to one visit. Pure but for what it has seen: a page's own requests name the
 * page or one of its style sheets as their {@code Referer}; those that name nothing belong to the
 * last page of their connection. Whoever asks after half a minute of silence is not part of the
 * visit any more. Not safe for many threads.
 */
final class Company {
  private static final long SILENCE_NANOS = 30_000_000_000L;
  private static final int MOST_SHEETS = 256;

  private final Asked page;
  private final Set<String> referrers = new HashSet<>();
  private long lastHeardOf;

  Company(Asked page) {
    this.page = page;
    this.lastHeardOf = page.nanos();
    referrers.add(page.url());
  }

  /** How well a request fits. */
  enum Fit {
    /** It is no part of this visit. */
    NONE,
    /** It may be the same browser's. */
    SAME_BROWSER,
    /** It came on the page's connection. */
    SAME_CONNECTION
  }

  Fit fit(Asked request) {
    boolean open = request.nanos() - lastHeardOf < SILENCE_NANOS;
    if (!open || !request.authority().equals(page.authority())) {
      return Fit.NONE;
    }
    boolean sameConnection = request.client().connection().equals(page.client().connection());
    if (request.referer().isEmpty()) {
      return sameConnection ? Fit.SAME_CONNECTION : Fit.NONE;
    }
    if (!referrers.contains(request.referer())) {
      return Fit.NONE;
    }
    if (sameConnection) {
      return Fit.SAME_CONNECTION;
    }
    return request.client().resembles(page.client()) ? Fit.SAME_BROWSER : Fit.NONE;
  }

  /** Takes note of a request that belongs to it. */
  void heard(Asked request) {
    lastHeardOf = request.nanos();
    if (referrers.size() < MOST_SHEETS && request.path().endsWith(".css")) {
      referrers.add(request.url());
    }
  }
}
