package dev.margay.server.metrics;

import org.eclipse.jetty.server.Request;

/** A few words on what a request had to do with sending ahead, for the access log. */
public final class SentAhead {
  private static final String ATTRIBUTE = SentAhead.class.getName();

  private SentAhead() {}

  /** Notes {@code words} on {@code request}. */
  public static void noteOn(Request request, String words) {
    request.setAttribute(ATTRIBUTE, words);
  }

  /** What was noted on {@code request}; null if nothing was. */
  static String of(Request request) {
    return (String) request.getAttribute(ATTRIBUTE);
  }
}
