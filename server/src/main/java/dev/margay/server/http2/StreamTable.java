package dev.margay.server.http2;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The streams that are not closed (RFC 9113 §5.1), of one connection. Safe for many threads. */
final class StreamTable {
  /** Frames for so many streams that were reset here last are on their way, and no mistake. */
  private static final int RESET_REMEMBERED = 128;

  /** Guarded by this. */
  private final Map<Integer, Http2Stream> streams = new HashMap<>();

  /** Guarded by this; a ring. */
  private final int[] resetHere = new int[RESET_REMEMBERED];

  /** Guarded by this. How many were ever put into the ring. */
  private int resets;

  /** Guarded by this. How many of the streams are the client's. */
  private int requested;

  /** Guarded by this. The client's last one that was added; 0 if there was none. */
  private int lastRequested;

  /** Guarded by this. */
  private boolean sealed;

  /** Adds a stream; false if the table is sealed. */
  synchronized boolean add(Http2Stream stream) {
    if (sealed) {
      return false;
    }
    streams.put(stream.id(), stream);
    if (isClients(stream.id())) {
      requested++;
      lastRequested = stream.id();
    }
    return true;
  }

  /** From now on no stream is added, if there is none; whether that is so. */
  synchronized boolean seal() {
    sealed |= streams.isEmpty();
    return sealed;
  }

  /** The client's last stream that will have been looked at (RFC 9113 §6.8). */
  synchronized int lastRequested() {
    return lastRequested;
  }

  /** Takes a stream out; false if it was not there. */
  synchronized boolean remove(Http2Stream stream) {
    boolean there = streams.remove(stream.id()) != null;
    requested -= there && isClients(stream.id()) ? 1 : 0;
    return there;
  }

  /** The stream; null if it is closed, or was never opened. */
  synchronized Http2Stream find(int id) {
    return streams.get(id);
  }

  /** Takes note that it was reset on this side. */
  synchronized void resetHere(int id) {
    resetHere[resets++ & RESET_REMEMBERED - 1] = id;
  }

  /** Whether it was reset on this side, not long ago. */
  synchronized boolean wasResetHere(int id) {
    for (int reset : resetHere) {
      if (reset == id) {
        return true;
      }
    }
    return false;
  }

  synchronized boolean isEmpty() {
    return streams.isEmpty();
  }

  /** How many are the client's requests. */
  synchronized int requested() {
    return requested;
  }

  /** How many are promises. */
  synchronized int promised() {
    return streams.size() - requested;
  }

  synchronized List<Http2Stream> all() {
    return new ArrayList<>(streams.values());
  }

  /** Whether a request other than {@code id} has no response yet. */
  synchronized boolean othersWait(int id) {
    for (Http2Stream stream : streams.values()) {
      if (stream.id() != id && isClients(stream.id()) && !stream.answered()) {
        return true;
      }
    }
    return false;
  }

  /** Clients have the odd numbers (RFC 9113 §5.1.1). */
  static boolean isClients(int id) {
    return id % 2 == 1;
  }
}
