package dev.margay.server.http2;

import org.eclipse.jetty.http.MetaData;

/** Hears what becomes of promises on one connection. */
public interface PushObserver {
  /** A promise was given a stream, and its request is about to be handled. */
  void promised(int stream, MetaData.Request request);

  /** The client reset a stream: of a promise, or of a request of its own. */
  void reset(int stream);
}
