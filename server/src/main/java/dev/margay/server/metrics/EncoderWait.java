package dev.margay.server.metrics;

import org.eclipse.jetty.server.Request;

/**
 * That a request waited for a coded form to be found or made. Only such a request, which is slow
 * anyway, is told of.
 *
 * @param began by {@link System#nanoTime()}
 * @param ended likewise; the form was there by then, or was not waited for any longer
 */
public record EncoderWait(long began, long ended) {
  private static final String ATTRIBUTE = EncoderWait.class.getName();

  /** A wait that begins now. */
  public static EncoderWait begin(long now) {
    return new EncoderWait(now, now);
  }

  /** This wait, when it has ended. */
  public EncoderWait until(long now) {
    return new EncoderWait(began, now);
  }

  /** Notes this on {@code request}, for those who watch. */
  public void noteOn(Request request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  /** What was noted on {@code request}; null if it never waited. */
  public static EncoderWait of(Request request) {
    return (EncoderWait) request.getAttribute(ATTRIBUTE);
  }
}
