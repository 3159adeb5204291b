package dev.margay.server.http2;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** What one stream has to send. All of it is guarded by the connection's {@link Outbound}. */
final class OutboundState {
  final int id;

  /** What the client takes of it more than its settings say, in bytes; less is below zero. */
  long window;

  /** What is to be sent first; null if that is done. */
  MetaData.Response head;

  ByteBuffer body = BufferUtil.EMPTY_BUFFER;
  boolean last;
  HttpFields trailers;

  /** Told when all of this is written; null if there is nothing to send. */
  Callback callback;

  /** Whether it waits for its turn. */
  boolean queued;

  /** Whether END_STREAM was sent. */
  boolean ended;

  /** Whether it was reset, by whomever; read without the guard, too. */
  volatile boolean reset;

  OutboundState(int id) {
    this.id = id;
  }

  /** Whether something is to be sent. */
  boolean pending() {
    return callback != null;
  }

  /** Takes back what is to be sent; whoever waits for it, or null. */
  Callback takeBack() {
    Callback waiting = callback;
    callback = null;
    head = null;
    trailers = null;
    body = BufferUtil.EMPTY_BUFFER;
    return waiting;
  }
}
