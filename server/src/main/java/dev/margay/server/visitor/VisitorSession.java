package dev.margay.server.visitor;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What was sent to one visitor in one session. Only ever gains keys; safe for many threads. */
public final class VisitorSession {
  /** More than a digest can tell; beyond it the session takes no more. */
  static final int MOST_KEYS = 4096;

  private final SessionId id;

  /** Guarded by this. */
  private final Set<AssetKey> sent = new HashSet<>();

  VisitorSession(SessionId id) {
    this.id = id;
  }

  public SessionId id() {
    return id;
  }

  /** Whether this version of an asset was sent. */
  public synchronized boolean has(AssetKey key) {
    return sent.contains(key);
  }

  /** Whether nothing was sent yet. */
  public synchronized boolean empty() {
    return sent.isEmpty();
  }

  /** What was sent so far. */
  public synchronized List<AssetKey> sent() {
    return List.copyOf(sent);
  }

  /** The keys, in a {@link CacheDigest}, of what was sent so far. */
  public synchronized int[] digestKeys() {
    int[] keys = new int[sent.size()];
    int next = 0;
    for (AssetKey key : sent) {
      keys[next++] = key.inDigest();
    }
    return keys;
  }

  /** Takes note; whether that was news. */
  synchronized boolean add(AssetKey key) {
    return sent.size() < MOST_KEYS && sent.add(key);
  }

  synchronized int size() {
    return sent.size();
  }
}
