package dev.margay.server.visitor;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.CompletableFuture;

/** The sessions of one process, bounded: the least recently used go first. */
public final class MemorySessions implements SessionStore {
  /** About 16 MiB. */
  private static final long MOST_KEYS = 1L << 18;

  private static final int ENTRY_WEIGHT = 4;

  private final Cache<SessionId, VisitorSession> sessions =
      Caffeine.newBuilder()
          .expireAfterAccess(LIFE)
          .maximumWeight(MOST_KEYS)
          .weigher((SessionId id, VisitorSession session) -> ENTRY_WEIGHT + session.size())
          .executor(Runnable::run)
          .build();

  @Override
  public VisitorSession local(SessionId id) {
    return sessions.get(id, VisitorSession::new);
  }

  @Override
  public CompletableFuture<VisitorSession> open(SessionId id) {
    return CompletableFuture.completedFuture(local(id));
  }

  @Override
  public void used(VisitorSession session) {
    sessions.asMap().putIfAbsent(session.id(), session); // a use, whether it is there or not
  }

  @Override
  public void sent(VisitorSession session, AssetKey key) {
    if (session.add(key)) {
      sessions.put(session.id(), session); // weighed anew
    }
  }

  @Override
  public void close() {
    sessions.invalidateAll();
  }
}
